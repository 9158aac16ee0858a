import { createHash } from "node:crypto";
import { invalidResourceNamespace } from "../../arm/arm-errors.ts";
import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import { REGIONS } from "../../arm/locations.ts";
import type { ResourceType } from "../../arm/resource-type.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import type { World } from "../../world/world.ts";

const ZONAL = /\/(virtualMachines|disks|publicIPAddresses)$/;
const ZONE_MAPPINGS = REGIONS.filter((region) => region.zones).map((region) => ({
  location: region.displayName,
  zones: ["1", "2", "3"],
}));

/** Resource providers: what this world serves, each with its types and api-versions. */
export const providerRoutes: readonly ArmRoute[] = [
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/providers",
    handle: (request, world) => {
      const value = world.types.namespaces().map((namespace) => providerBody(request, world, namespace));
      return { status: 200, body: { value } };
    },
  },
  { method: "GET", path: "/subscriptions/{subscriptionId}/providers/{namespace}", handle: showProvider },
  { method: "POST", path: "/subscriptions/{subscriptionId}/providers/{namespace}/register", handle: showProvider },
  {
    method: "POST",
    path: "/subscriptions/{subscriptionId}/providers/{namespace}/unregister",
    handle: (request, world) => {
      const shown = showProvider(request, world);
      return { ...shown, body: { ...(shown.body as object), registrationState: "Unregistering" } };
    },
  },
];

function showProvider(request: ArmRequest, world: World): ArmResponse {
  const asked = request.parameters["namespace"]!;
  const namespace = world.types.namespace(asked);
  if (namespace === undefined) throw invalidResourceNamespace(asked);
  return { status: 200, body: providerBody(request, world, namespace) };
}

function providerBody(request: ArmRequest, world: World, namespace: string): Record<string, unknown> {
  const locations = REGIONS.map((region) => region.displayName);
  return {
    id: `/subscriptions/${request.parameters["subscriptionId"]}/providers/${namespace}`,
    namespace,
    authorizations: [{ applicationId: guidOf(`${namespace}/app`), roleDefinitionId: guidOf(`${namespace}/role`) }],
    registrationState: "Registered",
    registrationPolicy: namespace === "Microsoft.Resources" ? "RegistrationFree" : "RegistrationRequired",
    resourceTypes: world.types.inNamespace(namespace).map((type) => typeBody(type, locations)),
  };
}

/** A GUID that a text always gives: providers' own applications have nothing behind them here. */
function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

function typeBody({ type, apiVersions, kind }: ResourceType, locations: readonly string[]): unknown {
  return {
    resourceType: type.slice(type.indexOf("/") + 1),
    locations,
    apiVersions,
    defaultApiVersion: apiVersions[0],
    ...(ZONAL.test(type) && { zoneMappings: ZONE_MAPPINGS }),
    capabilities:
      kind === "proxy"
        ? "None"
        : "CrossResourceGroupResourceMove, CrossSubscriptionResourceMove, SupportsTags, SupportsLocation",
  };
}
