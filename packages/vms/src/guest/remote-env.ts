import { ConflictError, InternalError, type AbortOptions } from "@azlin/core";
import type { ExecResult, RemoteShell, SshTarget } from "@azlin/ssh";
import { editEnvBlock, readEnvBlock, type EnvChange } from "./env-block.ts";

const CHANGED = 75;
const READ = 'f="$HOME/.bashrc"; cksum <"$f" 2>/dev/null || echo none; cat "$f" 2>/dev/null || true';

// Beside the file itself, not beside a link to it; its mode and owner stay.
const WRITE = `set -eu
file="$(readlink -f "$HOME/.bashrc")"
new="$(mktemp "$file.azlin-XXXXXX")"
trap 'rm -f "$new"' EXIT
cat >"$new"
now="$(cksum <"$file" 2>/dev/null || echo none)"
[ "$now" = "$1" ] || exit ${CHANGED}
if [ -e "$file" ]; then chmod --reference="$file" "$new"; else chmod 0644 "$new"; fi
mv -f "$new" "$file"`;

/** The variables that azlin keeps in `~/.bashrc` of a VM's user. */
export async function readRemoteEnv(
  shell: RemoteShell,
  target: SshTarget,
  options: AbortOptions = {},
): Promise<Record<string, string>> {
  return readEnvBlock((await readFile(shell, target, options)).text);
}

/**
 * Changes them. The file is replaced at once and keeps its mode.
 *
 * @returns the variables as they are now.
 * @throws ValidationError for what cannot be written; ConflictError (`REMOTE_FILE_CHANGED`) when somebody else wrote
 * the file at the same moment: nothing was changed then.
 */
export async function changeRemoteEnv(
  shell: RemoteShell,
  target: SshTarget,
  options: AbortOptions & { readonly change: EnvChange },
): Promise<Record<string, string>> {
  const { text, checksum } = await readFile(shell, target, options);
  const next = editEnvBlock(text, options.change);
  if (next === text) return readEnvBlock(text);
  const { signal } = options;
  const written = await shell.exec(target, ["bash", "-c", WRITE, "azlin", checksum], { stdin: next, signal });
  if (written.exitCode === CHANGED) throw changedMeanwhile(target);
  if (written.exitCode !== 0) throw failed(target, written);
  return readEnvBlock(next);
}

async function readFile(
  shell: RemoteShell,
  target: SshTarget,
  { signal }: AbortOptions,
): Promise<{ text: string; checksum: string }> {
  const read = await shell.exec(target, ["bash", "-c", READ], { signal });
  if (read.exitCode !== 0 || read.isTruncated) throw failed(target, read);
  const end = read.stdout.indexOf("\n");
  return { checksum: read.stdout.slice(0, end), text: read.stdout.slice(end + 1) };
}

function changedMeanwhile(target: SshTarget): ConflictError {
  return new ConflictError("REMOTE_FILE_CHANGED", `Somebody else changed ~/.bashrc on '${target.name}' meanwhile.`, {
    hint: "Nothing was changed: run the command again.",
    details: { vmId: target.vmId },
  });
}

function failed(target: SshTarget, { exitCode, stderr }: ExecResult): InternalError {
  return new InternalError("REMOTE_COMMAND_FAILED", `~/.bashrc on '${target.name}' could not be read or written.`, {
    hint: `The VM said: ${stderr.trim() || `exit status ${exitCode}`}`,
    details: { vmId: target.vmId, exitCode },
  });
}
