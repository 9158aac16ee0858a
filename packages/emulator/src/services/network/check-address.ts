import { ArmError } from "../../arm/arm-error.ts";
import { invalidParameter } from "../../arm/arm-errors.ts";
import type { ArmResponse } from "../../arm/arm-request.ts";
import type { ActionCall, ResourceAction } from "../../arm/resource-type.ts";
import { objectAt, objectsAt, textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { cidrAddress, cidrContains } from "./cidr.ts";

const SUBNET = "Microsoft.Network/virtualNetworks/subnets";
const INTERFACE = "Microsoft.Network/networkInterfaces";
/** Addresses of a subnet that Azure keeps for itself. */
const RESERVED_ADDRESSES = 4;
/** How many free addresses are named in the place of one that is taken. */
const SUGGESTIONS = 5;

/** Whether a private address of a virtual network is free; when it is not, some that are. */
export const checkAddressAction: ResourceAction = { method: "GET", answer: "sync", run: checkAddress };

function checkAddress({ world, request, resource }: ActionCall): ArmResponse {
  const address = request.query.get("ipaddress");
  if (address === undefined) throw invalidParameter("ipAddress", "The query parameter 'ipAddress' is required.");
  const subnets = [...world.store.ofType(SUBNET, resource.body.id)];
  const subnet = subnets.find((candidate) => cidrContains(prefixOf(candidate), `${address}/32`));
  if (subnet === undefined) throw notInAnySubnet(address, resource);
  const taken = addressesIn(subnet, world);
  if (!taken.has(address)) return { status: 200, body: { available: true, isPlatformReserved: false } };
  const availableIPAddresses = freeAddresses(prefixOf(subnet), taken);
  return { status: 200, body: { available: false, availableIPAddresses, isPlatformReserved: false } };
}

function prefixOf({ body }: StoredResource): string {
  return textAt(body.properties, "addressPrefix") ?? "";
}

function addressesIn(subnet: StoredResource, world: World): Set<string> {
  const interfaces = [...world.store.referrers(subnet.body.id, INTERFACE)];
  const entries = interfaces.flatMap(({ body }) => objectsAt(body.properties, "ipConfigurations"));
  const addresses = entries.map((entry) => textAt(objectAt(entry, "properties"), "privateIPAddress"));
  return new Set(addresses.filter((address) => address !== undefined));
}

function freeAddresses(prefix: string, taken: ReadonlySet<string>): string[] {
  const free: string[] = [];
  for (let index = RESERVED_ADDRESSES; free.length < SUGGESTIONS; index++) {
    const address = cidrAddress(prefix, index);
    if (address === undefined) return free;
    if (!taken.has(address)) free.push(address);
  }
  return free;
}

function notInAnySubnet(address: string, { body }: StoredResource): ArmError {
  return new ArmError(
    400,
    "PrivateIPAddressNotInAnySubnet",
    `Private static IP address ${address} does not belong to the range of any subnet in the virtual network ${body.id}.`,
    { cause: "service", details: [] },
  );
}
