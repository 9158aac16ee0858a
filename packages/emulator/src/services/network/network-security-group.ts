import { ArmError } from "../../arm/arm-error.ts";
import { defineResourceType, type ResourceType, type ResourceView, type WriteDraft } from "../../arm/resource-type.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { NETWORK_API_VERSIONS, NETWORK_DELETE, NETWORK_PATCH, NETWORK_WRITE } from "./network-contract.ts";
import { stillInUse } from "./retryable-error.ts";

const RULE = "Microsoft.Network/networkSecurityGroups/securityRules";

/** Network security groups, with Azure's default rules. */
export const networkSecurityGroupType: ResourceType = defineResourceType({
  type: "Microsoft.Network/networkSecurityGroups",
  apiVersions: NETWORK_API_VERSIONS,
  write: NETWORK_WRITE,
  patch: NETWORK_PATCH,
  remove: NETWORK_DELETE,
  etag: true,
  embeds: { securityRules: RULE },
  prepare: ({ body, existing, world }) => {
    body.properties["resourceGuid"] = existing?.body.properties?.["resourceGuid"] ?? world.ids.guid();
    if (existing === undefined) body.properties["securityRules"] ??= [];
  },
  view: viewGroup,
  guardDelete: refuseIfUsed,
});

/** Security rules. */
export const securityRuleType: ResourceType = defineResourceType({
  type: RULE,
  apiVersions: NETWORK_API_VERSIONS,
  kind: "proxy",
  write: NETWORK_WRITE,
  remove: NETWORK_DELETE,
  etag: true,
  prepare: prepareRule,
});

function prepareRule({ body, world }: WriteDraft): void {
  const { properties } = body;
  for (const list of [
    "sourcePortRanges",
    "destinationPortRanges",
    "sourceAddressPrefixes",
    "destinationAddressPrefixes",
  ]) {
    properties[list] ??= [];
  }
  for (const required of ["protocol", "access", "direction"] as const) {
    if (properties[required] !== undefined) continue;
    throw new ArmError(400, "SecurityRuleInvalidProperty", `Security rule ${body.name} has no ${required}.`, {
      cause: "service",
    });
  }
  const groupId = body.id.split("/").slice(0, -2).join("/");
  for (const other of world.store.ofType(RULE, groupId)) {
    const twin = other.body.properties ?? {};
    const same = twin["priority"] === properties["priority"] && twin["direction"] === properties["direction"];
    if (!same || other.body.name.toLowerCase() === body.name.toLowerCase()) continue;
    throw new ArmError(
      400,
      "SecurityRuleConflict",
      `Security rule ${body.name} conflicts with rule ${other.body.name}. Rules cannot have the same Priority and Direction.`,
      { cause: "service", details: [] },
    );
  }
}

function viewGroup(group: StoredResource, { world }: ResourceView): ArmResource {
  const { body } = group;
  const properties: JsonObject = { ...body.properties, defaultSecurityRules: defaultRules(body) };
  const interfaces = usersOf(group, world, "Microsoft.Network/networkInterfaces");
  const subnets = usersOf(group, world, "Microsoft.Network/virtualNetworks/subnets");
  if (interfaces.length > 0) properties["networkInterfaces"] = interfaces;
  if (subnets.length > 0) properties["subnets"] = subnets;
  return { ...body, properties };
}

function usersOf(group: StoredResource, world: World, type: string): { id: string }[] {
  return [...world.store.referrers(group.body.id, type)].map(({ body }) => ({ id: body.id }));
}

function refuseIfUsed(group: StoredResource, world: World): void {
  const users = [...world.store.referrers(group.body.id)].filter(({ body }) => body.id !== group.body.id);
  if (users.length === 0) return;
  const inUse = (): ArmError =>
    new ArmError(
      400,
      "InUseNetworkSecurityGroupCannotBeDeleted",
      `Network security group ${group.body.id} cannot be deleted because it is in use by the following resources: ` +
        `${users.map(({ body }) => body.id).join(", ")}. In order to delete the Network security group, remove the ` +
        "association with the resource(s). To learn how to do this, see aka.ms/deletensg.",
      { cause: "service", details: [] },
    );
  throw stillInUse(world, group, { users, inUse });
}

const DEFAULT_RULES: readonly (readonly [string, string, string, string, string, number, string])[] = [
  [
    "AllowVnetInBound",
    "Allow inbound traffic from all VMs in VNET",
    "VirtualNetwork",
    "VirtualNetwork",
    "Allow",
    65000,
    "Inbound",
  ],
  [
    "AllowAzureLoadBalancerInBound",
    "Allow inbound traffic from azure load balancer",
    "AzureLoadBalancer",
    "*",
    "Allow",
    65001,
    "Inbound",
  ],
  ["DenyAllInBound", "Deny all inbound traffic", "*", "*", "Deny", 65500, "Inbound"],
  [
    "AllowVnetOutBound",
    "Allow outbound traffic from all VMs to all VMs in VNET",
    "VirtualNetwork",
    "VirtualNetwork",
    "Allow",
    65000,
    "Outbound",
  ],
  [
    "AllowInternetOutBound",
    "Allow outbound traffic from all VMs to Internet",
    "*",
    "Internet",
    "Allow",
    65001,
    "Outbound",
  ],
  ["DenyAllOutBound", "Deny all outbound traffic", "*", "*", "Deny", 65500, "Outbound"],
];

function defaultRules(group: ArmResource): Json[] {
  const provisioningState = group.properties?.["provisioningState"] ?? "Succeeded";
  return DEFAULT_RULES.map(([name, description, source, destination, access, priority, direction]) => ({
    name,
    id: `${group.id}/defaultSecurityRules/${name}`,
    ...(group["etag"] !== undefined && { etag: group["etag"] }),
    type: "Microsoft.Network/networkSecurityGroups/defaultSecurityRules",
    properties: {
      provisioningState,
      description,
      protocol: "*",
      sourcePortRange: "*",
      destinationPortRange: "*",
      sourceAddressPrefix: source,
      destinationAddressPrefix: destination,
      access,
      priority,
      direction,
      sourcePortRanges: [],
      destinationPortRanges: [],
      sourceAddressPrefixes: [],
      destinationAddressPrefixes: [],
    },
  }));
}
