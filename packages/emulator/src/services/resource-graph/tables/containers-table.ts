import { RESOURCE_GROUP_TYPE } from "../../../arm/resource-groups.ts";
import type { Subscription } from "../../../world/settings.ts";
import type { World } from "../../../world/world.ts";
import type { Plan } from "../kql/plan.ts";
import type { Value } from "../kql/value.ts";
import {
  canSeeSubscription,
  coversSubscription,
  subscriptionOf,
  visibleResources,
  type QueryScope,
} from "../query-scope.ts";
import { tableOf, type ColumnReaders } from "./table.ts";

/** A row of `ResourceContainers`: a subscription or a resource group. */
interface Container {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly properties: Value;
  readonly tags: Value;
}

/** `ResourceContainers`: subscriptions and resource groups. */
export function containersTable(world: World, scope: QueryScope): Plan {
  return tableOf(containerColumns(world), () => containers(world, scope));
}

function containerColumns(world: World): ColumnReaders<Container> {
  const { tenantId } = world.settings;
  return {
    id: ({ id }) => id,
    name: ({ name }) => name,
    type: ({ type }) => type,
    tenantId: () => tenantId,
    kind: () => "",
    location: ({ location }) => location,
    resourceGroup: ({ resourceGroup }) => resourceGroup,
    subscriptionId: ({ subscriptionId }) => subscriptionId,
    managedBy: () => "",
    sku: () => null,
    plan: () => null,
    properties: ({ properties }) => properties,
    tags: ({ tags }) => tags,
    identity: () => null,
    zones: () => null,
    extendedLocation: () => null,
  };
}

function* containers(world: World, scope: QueryScope): Generator<Container> {
  for (const subscription of world.settings.subscriptions) {
    const { subscriptionId } = subscription;
    const isVisible =
      coversSubscription(scope, `/subscriptions/${subscriptionId}`) &&
      canSeeSubscription(world, scope.principal, subscriptionId);
    if (isVisible) yield subscriptionRow(subscription);
  }
  for (const { body } of visibleResources(world, scope, (type) => type === RESOURCE_GROUP_TYPE)) {
    yield {
      id: body.id,
      name: body.name,
      type: "microsoft.resources/subscriptions/resourcegroups",
      location: body.location ?? "",
      resourceGroup: body.name.toLowerCase(),
      subscriptionId: subscriptionOf(body.id),
      properties: body.properties ?? null,
      tags: body.tags ?? null,
    };
  }
}

function subscriptionRow({ subscriptionId, displayName, state }: Subscription): Container {
  return {
    id: `/subscriptions/${subscriptionId}`,
    name: displayName,
    type: "microsoft.resources/subscriptions",
    location: "",
    resourceGroup: "",
    subscriptionId,
    properties: { state },
    tags: null,
  };
}
