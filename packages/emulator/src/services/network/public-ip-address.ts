import { ArmError } from "../../arm/arm-error.ts";
import { defineResourceType, type ResourceType, type ResourceView, type WriteDraft } from "../../arm/resource-type.ts";
import { objectAt, objectsAt, referenceAt, setDefaults, textAt, type JsonObject } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { NETWORK_API_VERSIONS, NETWORK_DELETE, NETWORK_PATCH, NETWORK_WRITE } from "./network-contract.ts";
import { stillInUse } from "./retryable-error.ts";

const INTERFACE = "Microsoft.Network/networkInterfaces";

/** Public IP addresses: static ones have their address at once, dynamic ones while a running VM uses them. */
export const publicIpAddressType: ResourceType = defineResourceType({
  type: "Microsoft.Network/publicIPAddresses",
  apiVersions: NETWORK_API_VERSIONS,
  write: NETWORK_WRITE,
  patch: NETWORK_PATCH,
  remove: NETWORK_DELETE,
  etag: true,
  prepare: preparePublicIp,
  view: viewPublicIp,
  guardDelete: refuseIfAllocated,
});

function preparePublicIp({ body, existing, world }: WriteDraft): void {
  const { properties } = body;
  const before = existing?.body.properties;
  const isStandard = textAt(objectAt(body, "sku"), "name")?.toLowerCase() === "standard";
  body["sku"] = { name: "Basic", tier: "Regional", ...objectAt(body, "sku") };
  properties["resourceGuid"] = before?.["resourceGuid"] ?? world.ids.guid();
  setDefaults(properties, {
    publicIPAddressVersion: "IPv4",
    publicIPAllocationMethod: isStandard ? "Static" : "Dynamic",
    idleTimeoutInMinutes: 4,
    ipTags: [],
  });
  nameAddress(properties, body.location);
  if (properties["publicIPAllocationMethod"] === "Static") {
    properties["ipAddress"] = before?.["ipAddress"] ?? newAddress(world);
  } else if (isStandard) throw standardMustBeStatic();
}

/** An address with a label has a name in the region's domain. */
function nameAddress(properties: JsonObject, location: string | undefined): void {
  const label = textAt(objectAt(properties, "dnsSettings"), "domainNameLabel");
  if (label === undefined) return;
  const fqdn = `${label}.${location}.cloudapp.azure.com`;
  properties["dnsSettings"] = { ...objectAt(properties, "dnsSettings"), fqdn };
}

function standardMustBeStatic(): ArmError {
  return new ArmError(
    400,
    "PublicIPAddressWithStandardSkuMustUseStaticAllocation",
    "Standard sku publicIp must have AllocationMethod set to Static.",
    { cause: "service", details: [] },
  );
}

/** An address of a range that Azure owns; reachable from nowhere. */
export function newAddress(world: World): string {
  return [20, 64 + world.ids.integer(64), world.ids.integer(256), 1 + world.ids.integer(254)].join(".");
}

/** Id of the IP configuration that uses an address. */
export function ipConfigurationOf(address: StoredResource, world: World): string | undefined {
  const key = address.body.id.toLowerCase();
  for (const { body } of world.store.referrers(address.body.id, INTERFACE)) {
    const entry = objectsAt(body.properties, "ipConfigurations").find(
      (candidate) => referenceAt(objectAt(candidate, "properties"), "publicIPAddress")?.toLowerCase() === key,
    );
    if (entry !== undefined) return `${body.id}/ipConfigurations/${textAt(entry, "name")}`;
  }
  return undefined;
}

function viewPublicIp(address: StoredResource, { world }: ResourceView): ArmResource {
  const id = ipConfigurationOf(address, world);
  if (id === undefined) return address.body;
  return { ...address.body, properties: { ...address.body.properties, ipConfiguration: { id } } };
}

function refuseIfAllocated(address: StoredResource, world: World): void {
  const user = ipConfigurationOf(address, world);
  if (user === undefined) return;
  const users = [...world.store.referrers(address.body.id, INTERFACE)];
  const inUse = (): ArmError =>
    new ArmError(
      400,
      "PublicIPAddressCannotBeDeleted",
      `Public IP address ${address.body.id} can not be deleted since it is still allocated to resource ${user}. ` +
        "In order to delete the public IP, disassociate/detach the Public IP address from the resource. " +
        "To learn how to do this, see aka.ms/deletepublicip.",
      { cause: "service", details: [] },
    );
  throw stillInUse(world, address, { users, inUse });
}
