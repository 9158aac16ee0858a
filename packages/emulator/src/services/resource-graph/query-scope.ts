import { isAllowed, ROLE_ASSIGNMENT_TYPE } from "../../arm/authorization.ts";
import { RESOURCE_GROUP_TYPE } from "../../arm/resource-groups.ts";
import type { Principal } from "../../entra/principal.ts";
import { textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";

/** Resource groups as role definitions name them. */
const GROUP_ACTION_TYPE = "Microsoft.Resources/subscriptions/resourceGroups";

/** Whose resources a query sees. */
export interface QueryScope {
  readonly principal: Principal;
  /** Subscriptions that were asked for, lower case; absent means all of the tenant. */
  readonly subscriptionIds?: ReadonlySet<string>;
}

/** Whether a resource or subscription with this id lies in the scope. */
export function coversSubscription({ subscriptionIds }: QueryScope, id: string): boolean {
  return subscriptionIds === undefined || subscriptionIds.has(subscriptionOf(id).toLowerCase());
}

/** The subscription of a resource id; empty for an id without one. */
export function subscriptionOf(id: string): string {
  const end = id.indexOf("/", SUBSCRIPTION_START);
  return id.slice(SUBSCRIPTION_START, end < 0 ? undefined : end);
}

const SUBSCRIPTION_START = "/subscriptions/".length;

/**
 * The resources of a scope that its principal may read, as they were when the index last caught up; of the types that
 * `isWanted` takes.
 */
export function* visibleResources(
  world: World,
  scope: QueryScope,
  isWanted: (type: string) => boolean,
): Generator<StoredResource> {
  for (const resource of world.store.asOf(world.settings.consistency.resourceGraphLagMs)) {
    if (!isWanted(resource.body.type)) continue;
    if (coversSubscription(scope, resource.body.id) && mayRead(world, scope, resource)) yield resource;
  }
}

function mayRead(world: World, { principal }: QueryScope, { body }: StoredResource): boolean {
  if (principal.administrator === true) return true;
  const type = body.type === RESOURCE_GROUP_TYPE ? GROUP_ACTION_TYPE : body.type;
  return isAllowed(world, principal.objectId, { action: `${type}/read`, scope: body.id });
}

/** Whether a principal has any role in a subscription or above it: Azure refuses queries of others altogether. */
export function canSeeSubscription(world: World, principal: Principal, subscriptionId: string): boolean {
  if (principal.administrator === true) return true;
  const wanted = `/subscriptions/${subscriptionId}`.toLowerCase();
  for (const { body } of world.store.ofType(ROLE_ASSIGNMENT_TYPE)) {
    if (textAt(body.properties, "principalId") !== principal.objectId) continue;
    const scope = (textAt(body.properties, "scope") ?? "").toLowerCase();
    if (scope === "" || scope === "/" || `${scope}/`.startsWith(`${wanted}/`)) return true;
  }
  return false;
}
