import { objectAt, referenceAt, textAt, type JsonObject } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { diskKey } from "./disk-key.ts";

/** Key of what a new disk, snapshot or image takes its contents from. */
export function contentsSource(world: World, { body }: StoredResource): string | undefined {
  const id = sourceId(world, body.properties);
  const source = id === undefined ? undefined : world.store.get(id);
  return source === undefined ? undefined : diskKey(source);
}

function sourceId(world: World, properties: JsonObject | undefined): string | undefined {
  const creation = objectAt(properties, "creationData");
  const imageDisk = objectAt(objectAt(properties, "storageProfile"), "osDisk");
  return (
    textAt(creation, "sourceResourceId") ??
    referenceAt(creation, "imageReference") ??
    referenceAt(imageDisk, "snapshot") ??
    referenceAt(imageDisk, "managedDisk") ??
    osDiskOf(world, referenceAt(properties, "sourceVirtualMachine"))
  );
}

function osDiskOf(world: World, vmId: string | undefined): string | undefined {
  const vm = vmId === undefined ? undefined : world.store.get(vmId);
  return referenceAt(objectAt(objectAt(vm?.body.properties, "storageProfile"), "osDisk"), "managedDisk");
}
