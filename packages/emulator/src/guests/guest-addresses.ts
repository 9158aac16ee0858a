import { resourceKey } from "@azlin/core";
import { objectAt, objectsAt, referenceAt, textAt } from "../json/json.ts";
import type { StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";

const VM = "Microsoft.Compute/virtualMachines";
const INTERFACE = "Microsoft.Network/networkInterfaces";

/** Key of the VM that has an address, private or public; of several with one private address, the first. */
export function vmAtAddress(world: World, address: string): string | undefined {
  for (const card of world.store.ofType(INTERFACE)) {
    if (!addressesOf(world, card).includes(address)) continue;
    for (const vm of world.store.referrers(card.body.id, VM)) return resourceKey(vm.body.id);
  }
  return undefined;
}

function addressesOf(world: World, { body }: StoredResource): string[] {
  return objectsAt(body.properties, "ipConfigurations").flatMap((entry) => {
    const properties = objectAt(entry, "properties");
    const publicId = referenceAt(properties, "publicIPAddress");
    const publicAddress = publicId === undefined ? undefined : world.store.get(publicId);
    return [textAt(properties, "privateIPAddress"), textAt(publicAddress?.body.properties, "ipAddress")].filter(
      (address) => address !== undefined,
    );
  });
}
