import { ValidationError } from "@azlin/core";

/** The tag that says on which port a VM's SSH server is reached: behind NAT, through a tunnel, in the local Azure. */
export const SSH_PORT_TAG = "azlin-ssh-port";

/**
 * The port that a VM's tags name; `undefined` when they name none. The tag's name is matched ignoring case.
 *
 * @throws ValidationError (`INVALID_SSH_PORT`) when the value is not a port.
 */
export function sshPortOf(tags: Readonly<Record<string, string>>): number | undefined {
  const value = Object.entries(tags).find(([name]) => name.toLowerCase() === SSH_PORT_TAG)?.[1];
  if (value === undefined) return undefined;
  const port = /^[0-9]{1,5}$/.test(value) ? Number(value) : 0;
  if (port >= 1 && port <= 65_535) return port;
  throw new ValidationError("INVALID_SSH_PORT", `The tag ${SSH_PORT_TAG} is not a port: ${JSON.stringify(value)}.`, {
    hint: `Set the tag to a number from 1 to 65535, or remove it to use port 22.`,
  });
}
