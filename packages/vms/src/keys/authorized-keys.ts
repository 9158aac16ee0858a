import { InternalError, type AbortOptions } from "@azlin/core";
import type { RemoteShell, SshTarget } from "@azlin/ssh";

const NEW_KEY_MISSING = 76;

// The file is replaced at once: a connection that breaks leaves the old one.
const APPEND = `set -eu
umask 077
mkdir -p "$HOME/.ssh"
file="$HOME/.ssh/authorized_keys"
touch "$file"
if grep -qF -- "$2" "$file"; then exit 0; fi
new="$(mktemp "$file.azlin-XXXXXX")"
trap 'rm -f "$new"' EXIT
{ sed -e '$a\\' "$file"; printf '%s\\n' "$1"; } >"$new"
chmod --reference="$file" "$new"
mv -f "$new" "$file"`;

const REMOVE = `set -eu
umask 077
file="$HOME/.ssh/authorized_keys"
grep -qF -- "$1" "$file" || exit 0
new="$(mktemp "$file.azlin-XXXXXX")"
trap 'rm -f "$new"' EXIT
grep -vF -- "$1" "$file" >"$new" || true
grep -qF -- "$2" "$new" || exit ${NEW_KEY_MISSING}
chmod --reference="$file" "$new"
mv -f "$new" "$file"`;

/** The part of a public key that tells it from others: without its comment. */
function keyBlob(publicKey: string): string {
  return publicKey.trim().split(/\s+/)[1] ?? "";
}

/**
 * Lets a public key in; one that is there already stays as it is.
 *
 * @throws InternalError (`REMOTE_COMMAND_FAILED`); what {@link RemoteShell.exec} throws.
 */
export async function authorizeKey(
  shell: RemoteShell,
  target: SshTarget,
  { publicKey, signal }: AbortOptions & { readonly publicKey: string },
): Promise<void> {
  const command = ["bash", "-c", APPEND, "azlin", publicKey.trim(), keyBlob(publicKey)];
  await run(shell, target, { command, what: "let the new key in", signal });
}

/**
 * No longer lets a public key in. The last key that is known to work is never taken away.
 *
 * @throws InternalError (`REMOTE_COMMAND_FAILED`), also when the key that is to stay is not there: nothing is changed then.
 */
export async function revokeKey(
  shell: RemoteShell,
  target: SshTarget,
  { publicKey, staying, signal }: AbortOptions & { readonly publicKey: string; readonly staying: string },
): Promise<void> {
  const command = ["bash", "-c", REMOVE, "azlin", keyBlob(publicKey), keyBlob(staying)];
  await run(shell, target, { command, what: "take the old key away", signal });
}

async function run(
  shell: RemoteShell,
  target: SshTarget,
  { command, what, signal }: AbortOptions & { readonly command: readonly string[]; readonly what: string },
): Promise<void> {
  const { exitCode, stderr } = await shell.exec(target, command, { signal, timeoutMs: 30_000 });
  if (exitCode === 0) return;
  const said = exitCode === NEW_KEY_MISSING ? "the new key is not among the VM's keys" : stderr.trim();
  throw new InternalError("REMOTE_COMMAND_FAILED", `Could not ${what} on '${target.name}': ${said || exitCode}`, {
    hint: "Look at ~/.ssh/authorized_keys on the VM, then run the rotation again.",
    details: { vmId: target.vmId, exitCode },
  });
}
