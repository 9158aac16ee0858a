import { AuthenticationError } from "@azlin/core";

/**
 * The public key of a private one, as a line of a public key file.
 *
 * @param privateKey - content of the private key file, in any format that OpenSSH or PuTTY writes.
 * @param path - where it came from, for the message.
 * @throws AuthenticationError (`SSH_KEY_UNREADABLE`) when the key has a passphrase or is no private key.
 */
export async function derivePublicKey(privateKey: string, path: string): Promise<string> {
  const { default: ssh2 } = await import("ssh2");
  const parsed = ssh2.utils.parseKey(privateKey);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (key === undefined || key instanceof Error) {
    throw new AuthenticationError("SSH_KEY_UNREADABLE", `The SSH key ${path} cannot be read: ${key?.message ?? ""}`, {
      hint: `When it has a passphrase, make its public key with: ssh-keygen -y -f ${path} > ${path}.pub`,
      details: { path },
      ...(key !== undefined && { cause: key }),
    });
  }
  return `${key.type} ${key.getPublicSSH().toString("base64")} ${key.comment || "azlin"}\n`;
}
