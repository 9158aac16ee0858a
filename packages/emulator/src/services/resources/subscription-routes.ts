import type { ArmRoute } from "../../arm/route-table.ts";
import { REGIONS, type Region } from "../../arm/locations.ts";
import { requireSubscription } from "../../arm/subscriptions.ts";
import type { Subscription } from "../../world/settings.ts";
import type { World } from "../../world/world.ts";

/** Tenants, subscriptions and their locations. */
export const subscriptionRoutes: readonly ArmRoute[] = [
  {
    method: "GET",
    path: "/tenants",
    handle: (_request, world) => ({ status: 200, body: { value: [tenantBody(world)] } }),
  },
  {
    method: "GET",
    path: "/subscriptions",
    handle: (_request, world) => {
      const value = world.settings.subscriptions.map((subscription) => subscriptionBody(world, subscription));
      return { status: 200, body: { value, count: { type: "Total", value: value.length } } };
    },
  },
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}",
    handle: (request, world) => ({
      status: 200,
      body: subscriptionBody(world, requireSubscription(world, request.parameters["subscriptionId"]!)),
    }),
  },
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/locations",
    handle: (request) => {
      const subscriptionId = request.parameters["subscriptionId"]!;
      return { status: 200, body: { value: REGIONS.map((region) => locationBody(subscriptionId, region)) } };
    },
  },
];

function tenantBody(world: World): unknown {
  const { tenantId } = world.settings;
  return {
    id: `/tenants/${tenantId}`,
    tenantId,
    countryCode: "US",
    displayName: "Local Directory",
    domains: ["local.onmicrosoft.com"],
    tenantCategory: "Home",
    defaultDomain: "local.onmicrosoft.com",
    tenantType: "AAD",
  };
}

function subscriptionBody(world: World, subscription: Subscription): unknown {
  return {
    id: `/subscriptions/${subscription.subscriptionId}`,
    authorizationSource: "RoleBased",
    managedByTenants: [],
    subscriptionId: subscription.subscriptionId,
    tenantId: world.settings.tenantId,
    displayName: subscription.displayName,
    state: subscription.state,
    subscriptionPolicies: {
      locationPlacementId: "Public_2014-09-01",
      quotaId: "PayAsYouGo_2014-09-01",
      spendingLimit: "Off",
    },
  };
}

function locationBody(subscriptionId: string, region: Region): unknown {
  return {
    id: `/subscriptions/${subscriptionId}/locations/${region.name}`,
    name: region.name,
    type: "Region",
    displayName: region.displayName,
    regionalDisplayName: `(${region.geographyGroup}) ${region.displayName}`,
    metadata: {
      regionType: "Physical",
      regionCategory: "Recommended",
      geography: region.geographyGroup,
      geographyGroup: region.geographyGroup,
      longitude: region.longitude,
      latitude: region.latitude,
      physicalLocation: "",
      pairedRegion: [
        { name: region.pairedRegion, id: `/subscriptions/${subscriptionId}/locations/${region.pairedRegion}` },
      ],
    },
    ...(region.zones && {
      availabilityZoneMappings: ["1", "2", "3"].map((zone) => ({
        logicalZone: zone,
        physicalZone: `${region.name}-az${zone}`,
      })),
    }),
  };
}
