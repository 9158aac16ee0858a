import { ArmError } from "../../arm/arm-error.ts";
import { invalidResourceReference } from "../../arm/arm-errors.ts";
import { defineResourceType, type ResourceType, type ResourceView, type WriteDraft } from "../../arm/resource-type.ts";
import { objectAt, objectsAt, referenceAt, setDefaults, textAt, type JsonObject } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { cidrAddress } from "./cidr.ts";
import { NETWORK_API_VERSIONS, NETWORK_DELETE, NETWORK_PATCH } from "./network-contract.ts";
import { ipConfigurationOf } from "./public-ip-address.ts";
import { requireProvisioned } from "./retryable-error.ts";

const TYPE = "Microsoft.Network/networkInterfaces";
const VM = "Microsoft.Compute/virtualMachines";
/** Addresses of a subnet that Azure keeps for itself. */
const RESERVED_ADDRESSES = 4;

/** Network interfaces; `virtualMachine` is read from the VM that has them. */
export const networkInterfaceType: ResourceType = defineResourceType({
  type: TYPE,
  apiVersions: NETWORK_API_VERSIONS,
  // Recorded: the first answer already says Succeeded, and still names an operation.
  write: { created: 201, updated: 200, answer: "async-operation" },
  patch: NETWORK_PATCH,
  remove: NETWORK_DELETE,
  etag: true,
  prepare: prepareInterface,
  view: viewInterface,
  guardDelete: refuseIfAttached,
});

function prepareInterface(draft: WriteDraft): void {
  const { body, existing, world } = draft;
  const { properties } = body;
  requireProvisioned(draft);
  const before = existing?.body.properties;
  properties["resourceGuid"] = before?.["resourceGuid"] ?? world.ids.guid();
  properties["ipConfigurations"] = readIpConfigurations(body, world, before);
  properties["dnsSettings"] = {
    dnsServers: [],
    appliedDnsServers: [],
    ...objectAt(properties, "dnsSettings"),
    internalDomainNameSuffix:
      textAt(objectAt(before, "dnsSettings"), "internalDomainNameSuffix") ??
      `${world.ids.token(26)}.dx.internal.cloudapp.net`,
  };
  setDefaults(properties, {
    enableAcceleratedNetworking: false,
    enableIPForwarding: false,
    hostedWorkloads: [],
    tapConfigurations: [],
    nicType: "Standard",
    allowPort25Out: false,
    auxiliaryMode: "None",
  });
}

function readIpConfigurations(body: ArmResource, world: World, before: JsonObject | undefined): JsonObject[] {
  const sent = objectsAt(body.properties, "ipConfigurations");
  if (sent.length === 0) {
    throw new ArmError(
      400,
      "NetworkInterfaceMustHaveAtleastOneIPConfiguration",
      `Network interface ${body.id} must have at least one IP configuration.`,
      { cause: "service", details: [] },
    );
  }
  const known = objectsAt(before, "ipConfigurations");
  return sent.map((entry, index) => {
    const name = textAt(entry, "name") ?? "ipconfig1";
    const properties = objectAt(entry, "properties");
    const present = objectAt(
      known.find((other) => other["name"] === name),
      "properties",
    );
    checkReferences(properties, world, body.id);
    return {
      name,
      id: `${body.id}/ipConfigurations/${name}`,
      type: "Microsoft.Network/networkInterfaces/ipConfigurations",
      properties: {
        provisioningState: "Succeeded",
        ...reduceReferences(properties),
        privateIPAddress:
          textAt(properties, "privateIPAddress") ??
          textAt(present, "privateIPAddress") ??
          freeAddress(properties, world),
        privateIPAllocationMethod: properties["privateIPAllocationMethod"] ?? "Dynamic",
        privateIPAddressVersion: properties["privateIPAddressVersion"] ?? "IPv4",
        primary: properties["primary"] ?? index === 0,
      },
    };
  });
}

/** Whatever a client sends inside `subnet` or `publicIPAddress`, only the reference is kept. */
function reduceReferences(properties: JsonObject): JsonObject {
  const reduced: JsonObject = { ...properties };
  const subnet = referenceAt(properties, "subnet");
  const address = referenceAt(properties, "publicIPAddress");
  if (subnet !== undefined) reduced["subnet"] = { id: subnet };
  if (address !== undefined) {
    const deleteOption = objectAt(objectAt(properties, "publicIPAddress"), "properties")["deleteOption"];
    reduced["publicIPAddress"] = { id: address, ...(deleteOption !== undefined && { properties: { deleteOption } }) };
  }
  return reduced;
}

function checkReferences(properties: JsonObject, world: World, ownId: string): void {
  for (const member of ["subnet", "publicIPAddress"] as const) {
    const id = referenceAt(properties, member);
    if (id !== undefined && !world.store.has(id)) throw invalidResourceReference(id, ownId);
  }
  const addressId = referenceAt(properties, "publicIPAddress");
  const address = addressId === undefined ? undefined : world.store.get(addressId);
  const user = address === undefined ? undefined : ipConfigurationOf(address, world);
  if (user === undefined || user.toLowerCase().startsWith(`${ownId.toLowerCase()}/`)) return;
  throw new ArmError(
    400,
    "PublicIPAddressInUse",
    `Resource ${ownId} is referencing public IP address ${addressId} that is already allocated to resource ${user}.`,
    { cause: "service", details: [] },
  );
}

/** The lowest free address of the configuration's subnet. */
function freeAddress(properties: JsonObject, world: World): string | undefined {
  const subnetId = referenceAt(properties, "subnet");
  const subnet = subnetId === undefined ? undefined : world.store.get(subnetId);
  const prefix = textAt(subnet?.body.properties, "addressPrefix");
  if (subnet === undefined || prefix === undefined) return undefined;
  const taken = new Set(
    [...world.store.referrers(subnet.body.id, TYPE)].flatMap(({ body }) =>
      objectsAt(body.properties, "ipConfigurations").map((entry) =>
        textAt(objectAt(entry, "properties"), "privateIPAddress"),
      ),
    ),
  );
  for (let index = RESERVED_ADDRESSES; ; index++) {
    const address = cidrAddress(prefix, index);
    if (address === undefined) throw subnetFull(subnet);
    if (!taken.has(address)) return address;
  }
}

function subnetFull({ body }: StoredResource): ArmError {
  return new ArmError(
    400,
    "SubnetIsFull",
    `Subnet ${body.name} with address prefix ${textAt(body.properties, "addressPrefix")} does not have enough capacity for 1 IP addresses.`,
    { cause: "service", details: [] },
  );
}

function vmOf(resource: StoredResource, world: World): string | undefined {
  const [vm] = world.store.referrers(resource.body.id, VM);
  return vm?.body.id;
}

function viewInterface(resource: StoredResource, { world }: ResourceView): ArmResource {
  const { body } = resource;
  const { etag } = body;
  const ipConfigurations = objectsAt(body.properties, "ipConfigurations").map((entry) => ({
    ...entry,
    ...(etag && { etag }),
  }));
  const properties: JsonObject = { ...body.properties, ipConfigurations };
  const id = vmOf(resource, world);
  if (id === undefined) return { ...body, properties };
  const primary = properties["primary"] ?? true;
  return { ...body, properties: { macAddress: macOf(body), ...properties, primary, virtualMachine: { id } } };
}

/** A hardware address of the range that Hyper-V gives; an interface keeps it. */
function macOf({ properties }: ArmResource): string {
  const digits = (textAt(properties, "resourceGuid") ?? "")
    .replaceAll("-", "")
    .toUpperCase()
    .slice(0, 6)
    .padEnd(6, "0");
  return ["00", "0D", "3A", digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)].join("-");
}

function refuseIfAttached(resource: StoredResource, world: World): void {
  const vmId = vmOf(resource, world);
  if (vmId === undefined) return;
  throw new ArmError(
    400,
    "NicInUse",
    `Network Interface ${resource.body.id} is used by existing resource ${vmId}. In order to delete the network ` +
      "interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.",
    { cause: "service", details: [] },
  );
}
