import { ArmError } from "../../arm/arm-error.ts";
import { defineResourceType, type ResourceType, type ResourceView, type WriteDraft } from "../../arm/resource-type.ts";
import { objectAt, objectsAt, setDefaults, textAt, textsAt, type JsonObject } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { checkAddressAction } from "./check-address.ts";
import { cidrContains, cidrsOverlap } from "./cidr.ts";
import { requireIdleNetwork } from "./idle-network.ts";
import { NETWORK_API_VERSIONS, NETWORK_DELETE, NETWORK_PATCH, NETWORK_WRITE } from "./network-contract.ts";
import { requireProvisioned, stillInUse } from "./retryable-error.ts";
import { PEERING_TYPE } from "./virtual-network-peering.ts";

const SUBNET = "Microsoft.Network/virtualNetworks/subnets";
const INTERFACE = "Microsoft.Network/networkInterfaces";

/** Virtual networks; their subnets and peerings are children that also show in the document. */
export const virtualNetworkType: ResourceType = defineResourceType({
  type: "Microsoft.Network/virtualNetworks",
  apiVersions: NETWORK_API_VERSIONS,
  write: NETWORK_WRITE,
  patch: NETWORK_PATCH,
  remove: NETWORK_DELETE,
  etag: true,
  embeds: { subnets: SUBNET, virtualNetworkPeerings: PEERING_TYPE },
  actions: { CheckIPAddressAvailability: checkAddressAction },
  prepare: (draft) => {
    const { body, existing, world } = draft;
    const { properties } = body;
    requireProvisioned(draft);
    properties["resourceGuid"] = existing?.body.properties?.["resourceGuid"] ?? world.ids.guid();
    properties["enableDdosProtection"] ??= false;
    if (objectsAt(properties, "subnets").length === 0 && existing === undefined) properties["subnets"] = [];
    checkAddressSpace(properties);
  },
  guardDelete: (network, world) => {
    for (const subnet of world.store.ofType(SUBNET, network.body.id)) refuseIfUsed(subnet, world);
  },
});

/** Subnets. */
export const subnetType: ResourceType = defineResourceType({
  type: SUBNET,
  apiVersions: NETWORK_API_VERSIONS,
  kind: "proxy",
  write: NETWORK_WRITE,
  remove: NETWORK_DELETE,
  etag: true,
  prepare: prepareSubnet,
  view: viewSubnet,
  guardDelete: (subnet, world) => {
    requireIdleNetwork(subnet.body.id, world);
    refuseIfUsed(subnet, world);
  },
});

function checkAddressSpace(properties: JsonObject): void {
  const prefixes = objectAt(properties, "addressSpace")["addressPrefixes"];
  if (!Array.isArray(prefixes) || prefixes.length === 0) {
    throw new ArmError(400, "InvalidRequestFormat", "Cannot parse the request.", {
      cause: "service",
      details: [{ code: "MissingJsonReferenceId", message: "Value for addressSpace.addressPrefixes is missing." }],
    });
  }
}

function prepareSubnet(draft: WriteDraft): void {
  const { body, world, id } = draft;
  const { properties } = body;
  if (draft.request.embedded !== true) {
    requireIdleNetwork(body.id, world);
    requireProvisioned(draft);
  }
  setDefaults(properties, {
    delegations: [],
    privateEndpointNetworkPolicies: "Disabled",
    privateLinkServiceNetworkPolicies: "Enabled",
  });
  const place = { subnet: id.names.at(-1), network: id.names[0] };
  const prefix = textAt(properties, "addressPrefix") ?? textsAt(properties, "addressPrefixes")[0] ?? "";
  const network = world.store.get(body.id.split("/").slice(0, -2).join("/"));
  const spaces = textsAt(objectAt(network?.body.properties, "addressSpace"), "addressPrefixes");
  if (!spaces.some((space) => cidrContains(space, prefix))) throw outsideNetwork(place);
  const others = Array.from(world.store.ofType(SUBNET, network?.body.id)).filter(
    (other) => other.body.id.toLowerCase() !== body.id.toLowerCase(),
  );
  const overlaps = others.some((other) => cidrsOverlap(textAt(other.body.properties, "addressPrefix") ?? "", prefix));
  if (overlaps) throw overlapping(place);
}

interface SubnetPlace {
  readonly subnet: string | undefined;
  readonly network: string | undefined;
}

function outsideNetwork({ subnet, network }: SubnetPlace): ArmError {
  return new ArmError(
    400,
    "NetcfgInvalidSubnet",
    `Subnet '${subnet}' is not valid because its IP address range is outside the IP address range of virtual network ` +
      `'${network}'.`,
    { cause: "service" },
  );
}

function overlapping({ subnet, network }: SubnetPlace): ArmError {
  return new ArmError(
    400,
    "NetcfgSubnetRangesOverlap",
    `Subnet '${subnet}' is not valid because its IP address range overlaps with that of an existing subnet in virtual ` +
      `network '${network}'.`,
    { cause: "service" },
  );
}

/** Ids of the IP configurations that lie in a subnet. */
function ipConfigurationsIn(subnet: StoredResource, world: World): string[] {
  const key = subnet.body.id.toLowerCase();
  return [...world.store.referrers(subnet.body.id, INTERFACE)].flatMap(({ body }) =>
    objectsAt(body.properties, "ipConfigurations")
      .filter((entry) => textAt(objectAt(objectAt(entry, "properties"), "subnet"), "id")?.toLowerCase() === key)
      .map((entry) => `${body.id}/ipConfigurations/${textAt(entry, "name")}`),
  );
}

function viewSubnet(subnet: StoredResource, { world }: ResourceView): ArmResource {
  const ids = ipConfigurationsIn(subnet, world);
  if (ids.length === 0) return subnet.body;
  const ipConfigurations = ids.map((id) => ({ id }));
  return { ...subnet.body, properties: { ...subnet.body.properties, ipConfigurations } };
}

function refuseIfUsed(subnet: StoredResource, world: World): void {
  const ids = ipConfigurationsIn(subnet, world);
  const [user] = ids;
  if (user === undefined) return;
  const users = ids.flatMap((id) => world.store.get(id.split("/").slice(0, -2).join("/")) ?? []);
  const inUse = (): ArmError =>
    new ArmError(
      400,
      "InUseSubnetCannotBeDeleted",
      `Subnet ${subnet.body.name} is in use by ${user} and cannot be deleted. In order to delete the subnet, delete ` +
        "all the resources within the subnet. See aka.ms/deletesubnet.",
      { cause: "service", details: [] },
    );
  throw stillInUse(world, subnet, { users, inUse });
}
