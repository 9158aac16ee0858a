import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { objectAt, textAt } from "../../json/json.ts";
import type { World } from "../../world/world.ts";

const LOCATION = "/subscriptions/{subscriptionId}/providers/Microsoft.Network/locations/{location}";

/** Types counted in a region's network usages, with Azure's names and default limits. */
const USAGES: readonly (readonly [string, string, string, number])[] = [
  ["VirtualNetworks", "Virtual Networks", "Microsoft.Network/virtualNetworks", 1000],
  ["StaticPublicIPAddresses", "Static Public IP Addresses", "Microsoft.Network/publicIPAddresses", 1000],
  ["NetworkSecurityGroups", "Network Security Groups", "Microsoft.Network/networkSecurityGroups", 5000],
  ["PublicIPAddresses", "Public IP Addresses", "Microsoft.Network/publicIPAddresses", 1000],
  ["NetworkInterfaces", "Network Interfaces", "Microsoft.Network/networkInterfaces", 65_536],
];

/** Questions to Microsoft.Network about a region. */
export const locationRoutes: readonly ArmRoute[] = [
  { method: "GET", path: `${LOCATION}/usages`, handle: listUsages },
  { method: "GET", path: `${LOCATION}/CheckDnsNameAvailability`, handle: checkDnsName },
];

function listUsages(request: ArmRequest, world: World): ArmResponse {
  const { subscriptionId, location } = request.parameters;
  const value = USAGES.map(([name, localizedValue, type, limit]) => ({
    currentValue: [...world.store.ofType(type, `/subscriptions/${subscriptionId}`)].filter(
      ({ body }) => body.location === location?.toLowerCase(),
    ).length,
    id: `/subscriptions/${subscriptionId}/providers/Microsoft.Network/locations/${location}/usages/${name}`,
    limit,
    name: { localizedValue, value: name },
    unit: "Count",
  }));
  return { status: 200, body: { value } };
}

function checkDnsName(request: ArmRequest, world: World): ArmResponse {
  const label = request.query.get("domainnamelabel")?.toLowerCase();
  const taken = [...world.store.ofType("Microsoft.Network/publicIPAddresses")].some(
    ({ body }) =>
      body.location === request.parameters["location"]?.toLowerCase() &&
      textAt(objectAt(body.properties, "dnsSettings"), "domainNameLabel")?.toLowerCase() === label,
  );
  return { status: 200, body: { available: !taken } };
}
