import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import { pageOf } from "../../arm/paging.ts";
import { normalizeLocation } from "../../arm/locations.ts";
import { viewResource } from "../../arm/read-resource.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import type { World } from "../../world/world.ts";
import { coresInUse } from "./catalog/quota.ts";
import { VM_SIZES } from "./catalog/vm-sizes.ts";
import { vmSizeList } from "./vm-size-list.ts";

const LOCATION = "/subscriptions/{subscriptionId}/providers/Microsoft.Compute/locations/{location}";
const VM = "Microsoft.Compute/virtualMachines";
const AVAILABILITY_SET = "Microsoft.Compute/availabilitySets";

/** Questions to Microsoft.Compute about a region. */
export const locationRoutes: readonly ArmRoute[] = [
  { method: "GET", path: `${LOCATION}/virtualMachines`, handle: listVms },
  { method: "GET", path: `${LOCATION}/usages`, handle: listUsages },
  {
    method: "GET",
    path: `${LOCATION}/vmSizes`,
    handle: (request) => ({ status: 200, body: vmSizeList(placeOf(request)) }),
  },
];

function placeOf({ parameters }: ArmRequest): string {
  return normalizeLocation(parameters["location"]!);
}

function listVms(request: ArmRequest, world: World): ArmResponse {
  const scope = `/subscriptions/${request.parameters["subscriptionId"]}`;
  const here = Array.from(world.store.ofType(VM, scope)).filter(({ body }) => body.location === placeOf(request));
  return pageOf(here, request, (vm) => viewResource(world, vm, { query: request.query, listed: true }));
}

function listUsages(request: ArmRequest, world: World): ArmResponse {
  const subscriptionId = request.parameters["subscriptionId"]!;
  const location = placeOf(request);
  const usage = coresInUse(world, { subscriptionId, location });
  const sets = Array.from(world.store.ofType(AVAILABILITY_SET, `/subscriptions/${subscriptionId}`));
  const { regionalCores, familyCores } = world.settings.quota;
  const families = [...new Set(VM_SIZES.map(({ family }) => family))];
  const value = [
    entry("availabilitySets", "Availability Sets", [
      sets.filter(({ body }) => body.location === location).length,
      2500,
    ]),
    entry("cores", "Total Regional vCPUs", [usage.total, regionalCores]),
    entry("virtualMachines", "Virtual Machines", [usage.vms, 25_000]),
    entry("virtualMachineScaleSets", "Virtual Machine Scale Sets", [0, 2500]),
    ...families.map((family) => entry(family, familyName(family), [usage.byFamily.get(family) ?? 0, familyCores])),
  ];
  return { status: 200, body: { value } };
}

function entry(value: string, localizedValue: string, [currentValue, limit]: readonly [number, number]): unknown {
  return { unit: "Count", currentValue, limit, name: { value, localizedValue } };
}

/** `standardDSv5Family` → `Standard DSv5 Family vCPUs`. */
function familyName(family: string): string {
  return `Standard ${family.replace(/^standard|Family$/g, "")} Family vCPUs`;
}
