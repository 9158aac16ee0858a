import type { Subscription } from "../world/settings.ts";
import type { World } from "../world/world.ts";
import { invalidSubscriptionId, subscriptionNotFound } from "./arm-errors.ts";

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The subscription of a path. In the replay profile every one exists.
 *
 * @throws ArmError (`InvalidSubscriptionId`, `SubscriptionNotFound`).
 */
export function requireSubscription(world: World, subscriptionId: string): Subscription {
  const found = world.settings.subscriptions.find(
    (subscription) => subscription.subscriptionId.toLowerCase() === subscriptionId.toLowerCase(),
  );
  if (found !== undefined) return found;
  if (!GUID.test(subscriptionId)) throw invalidSubscriptionId(subscriptionId);
  if (world.settings.profile !== "replay") throw subscriptionNotFound(subscriptionId);
  return { subscriptionId, displayName: "Replayed Subscription", state: "Enabled" };
}
