import { ArmError } from "../../arm/arm-error.ts";
import { defineResourceType, type ResourceType, type ResourceView } from "../../arm/resource-type.ts";
import { objectAt, referenceAt } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { COMPUTE_API_VERSIONS, IMMEDIATE_WRITE } from "./compute-contract.ts";
import { vmSizesAction } from "./vm-size-list.ts";

const VM = "Microsoft.Compute/virtualMachines";

/** Availability sets. */
export const availabilitySetType: ResourceType = defineResourceType({
  type: "Microsoft.Compute/availabilitySets",
  apiVersions: COMPUTE_API_VERSIONS,
  write: IMMEDIATE_WRITE,
  patch: IMMEDIATE_WRITE,
  remove: { status: 200, answer: "none" },
  actions: { vmSizes: vmSizesAction },
  prepare: ({ body, request }) => {
    body.properties["platformUpdateDomainCount"] ??= 5;
    body.properties["platformFaultDomainCount"] ??= 3;
    if (request.apiVersion >= "2016-04-30-preview") body["sku"] = { name: "Classic", ...objectAt(body, "sku") };
  },
  view: viewSet,
  guardDelete: (set, world) => {
    if (membersOf(set, world).length === 0) return;
    throw new ArmError(
      409,
      "OperationNotAllowed",
      `Availability Set '${set.body.name}' cannot be deleted. Before deleting an Availability Set please ensure that it ` +
        "does not contain any VM.",
      { cause: "service" },
    );
  },
});

/** Azure tells no provisioningState of these. */
function viewSet(set: StoredResource, { world }: ResourceView): ArmResource {
  const { provisioningState: _hidden, ...properties } = set.body.properties ?? {};
  return { ...set.body, properties: { ...properties, virtualMachines: membersOf(set, world).map((id) => ({ id })) } };
}

function membersOf(set: StoredResource, world: World): string[] {
  const key = set.body.id.toLowerCase();
  return [...world.store.referrers(set.body.id, VM)]
    .filter(({ body }) => referenceAt(body.properties, "availabilitySet")?.toLowerCase() === key)
    .map(({ body }) => body.id);
}
