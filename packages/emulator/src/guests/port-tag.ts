import type { ArmResource } from "../world/resource-store.ts";

/** The tag that tells where a VM's SSH server is reached. */
const PORT_TAG = "azlin-ssh-port";

/** The port that a VM's tag tells. */
export function portOf({ tags }: ArmResource): number | undefined {
  const port = Number(tags?.[PORT_TAG]);
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

/** The document with the tag, whatever a client put there. */
export function withPort(body: ArmResource, port: number): ArmResource {
  if (body.tags?.[PORT_TAG] === String(port)) return body;
  const others = Object.entries(body.tags ?? {}).filter(([name]) => name.toLowerCase() !== PORT_TAG);
  return { ...body, tags: { ...Object.fromEntries(others), [PORT_TAG]: String(port) } };
}
