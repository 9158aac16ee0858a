import { ArmError } from "../../../arm/arm-error.ts";
import { invalidParameter } from "../../../arm/arm-errors.ts";
import type { ResourceAction } from "../../../arm/resource-type.ts";
import { isObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";

/** Shared access to a disk's or snapshot's bytes: a URL that nobody serves, and the state that comes with it. */
export const accessActions: Readonly<Record<string, ResourceAction>> = {
  beginGetAccess: {
    answer: "both",
    run: ({ request, resource, world }) => {
      const seconds = Number(request.body?.["durationInSeconds"]);
      if (request.body?.["access"] === undefined || !Number.isInteger(seconds) || seconds <= 0) {
        throw invalidParameter("grantAccessData", "Both 'access' and a positive 'durationInSeconds' are required.");
      }
      refuseIfInUse(resource, world);
      return undefined;
    },
    complete: (operation, world) => {
      const disk = world.store.get(operation.resourceId);
      if (disk === undefined) return undefined;
      setDiskState(world, disk, "ActiveSAS");
      const body = isObject(operation.input["body"]) ? operation.input["body"] : {};
      const expiresAt = new Date(world.clock.now() + Number(body["durationInSeconds"]) * 1000).toISOString();
      const account = `md-${world.ids.token(12)}.z1.blob.storage.azure.net`;
      const permissions = body["access"] === "Write" ? "rw" : "r";
      return {
        accessSAS: `https://${account}/${world.ids.token(12)}/abcd?sv=2018-03-28&sr=b&si=${world.ids.guid()}&se=${expiresAt}&sp=${permissions}&sig=local`,
      };
    },
  },
  endGetAccess: {
    answer: "both",
    complete: (operation, world) => {
      const disk = world.store.get(operation.resourceId);
      if (disk?.body.properties?.["diskState"] === "ActiveSAS") setDiskState(world, disk, restState(disk));
      return undefined;
    },
  },
};

/** A disk with a URL outstanding, or under a VM that is not deallocated, cannot be read. */
function refuseIfInUse({ body }: StoredResource, world: World): void {
  const owner = typeof body["managedBy"] === "string" ? world.store.get(body["managedBy"]) : undefined;
  if (owner === undefined || owner.internals["power"] === "deallocated") return;
  throw new ArmError(
    409,
    "OperationNotAllowed",
    `Cannot grant access to disk ${body.name} while it is attached to running VM ${owner.body.id}.`,
    { cause: "service" },
  );
}

function restState({ body }: StoredResource): string {
  return body["managedBy"] === undefined ? "Unattached" : "Reserved";
}

function setDiskState(world: World, { body }: StoredResource, diskState: string): void {
  world.store.put({ body: { ...body, properties: { ...body.properties, diskState } } });
}
