import { NotFoundError } from "@azlin/core";
import { derivePublicKey } from "@azlin/ssh";
import { readText } from "../local/read-text.ts";

/**
 * The public half of a key of this machine, as one line; derived from the private one when its file is not there.
 *
 * @throws NotFoundError (`SSH_KEY_NOT_FOUND`); PrerequisiteError (`FILE_UNREADABLE`); AuthenticationError
 * (`SSH_KEY_UNREADABLE`) for a key with a passphrase and no public half.
 */
export async function ownPublicKey(keyPath: string): Promise<string> {
  const found = await findOwnPublicKey(keyPath);
  if (found !== undefined) return found;
  const privateKey = await readText(keyPath);
  if (privateKey !== undefined) return (await derivePublicKey(privateKey, keyPath)).trim();
  throw new NotFoundError("SSH_KEY_NOT_FOUND", `There is no SSH key ${keyPath}.`, {
    hint: "'azlin new' makes one; --key names another.",
    details: { path: keyPath },
  });
}

/** {@link ownPublicKey} as far as there is a file with it. */
export async function findOwnPublicKey(keyPath: string): Promise<string | undefined> {
  return (await readText(`${keyPath}.pub`))?.trim();
}
