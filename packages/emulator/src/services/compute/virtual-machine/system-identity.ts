import { objectAt, textAt } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";

/** Keeps the directory in step with the identity that a VM has of itself; `before` is the VM as it was. */
export function followSystemIdentity(
  world: World,
  before: StoredResource | undefined,
  after: StoredResource | undefined,
): void {
  const [old, current] = [principalIdOf(before), principalIdOf(after)];
  if (old === current) return;
  if (old !== undefined) world.directory.remove(old);
  if (current === undefined) return;
  // No answer tells the client id of such an identity.
  const ids = { clientId: current, objectId: current };
  const createdAt = world.clock.now();
  world.directory.add({ ...ids, displayName: after!.body.name, isManagedIdentity: true, createdAt });
}

function principalIdOf(vm: StoredResource | undefined): string | undefined {
  return textAt(objectAt(vm?.body, "identity"), "principalId");
}
