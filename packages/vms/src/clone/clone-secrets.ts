import { ProvisioningError, type AbortOptions } from "@azlin/core";
import type { RemoteShell, SshTarget } from "@azlin/ssh";

/** A secret on a VM, by its absolute path, and why it counts as one. */
export interface FoundSecret {
  readonly path: string;
  readonly reason: string;
}

/** Finds what must not be on a clone. */
export type FindSecrets = (target: SshTarget, options: AbortOptions) => Promise<readonly FoundSecret[]>;

/** Without it nobody gets in any more; it holds public keys only. */
const KEPT = /\/\.ssh\/authorized_keys$/;

/**
 * Deletes exactly what was found to be secret on a clone, then looks again.
 *
 * @returns what was deleted.
 * @throws ProvisioningError (`CLONE_SECRETS_REMAIN`) when something could not be deleted, or is none of the user's paths.
 */
export async function removeSecrets(
  shell: RemoteShell,
  target: SshTarget,
  { findSecrets, signal }: AbortOptions & { readonly findSecrets: FindSecrets },
): Promise<readonly FoundSecret[]> {
  const found = await secretsOf(findSecrets, target, signal);
  if (found.length === 0) return [];
  const odd = found.filter(({ path }) => !isPlainPath(path));
  if (odd.length > 0) throw remain(target, odd);
  // On stdin: names are no business of the process list, and there may be many.
  const stdin = found.map(({ path }) => `${path}\0`).join("");
  await shell.exec(target, ["xargs", "-0", "rm", "-rf", "--one-file-system", "--"], { stdin, signal });
  const left = await secretsOf(findSecrets, target, signal);
  if (left.length > 0) throw remain(target, left);
  return found;
}

async function secretsOf(
  findSecrets: FindSecrets,
  target: SshTarget,
  signal: AbortSignal | undefined,
): Promise<FoundSecret[]> {
  const found = await findSecrets(target, { signal });
  return found.filter(({ path }) => !KEPT.test(path));
}

/** Below somebody's home, and no way out of it: a wrong answer must not delete a system. */
function isPlainPath(path: string): boolean {
  const segments = path.split("/");
  return /^\/(?:home\/[^/]+|root)\/./.test(path) && !segments.includes("..") && !path.includes("\0");
}

function remain(target: SshTarget, secrets: readonly FoundSecret[]): ProvisioningError {
  const paths = secrets.map(({ path }) => path);
  return new ProvisioningError(
    "CLONE_SECRETS_REMAIN",
    `'${target.name}' still holds secrets of the VM it is a clone of: ${paths.slice(0, 5).join(", ")}.`,
    { hint: "Delete them on the clone before you hand it over, or delete the clone.", details: { paths } },
  );
}
