import { ValidationError } from "@azlin/core";
import type { IdentityAzure } from "@azlin/sp-manager";

/**
 * The subscriptions that are looked into: what is in none is not found, and must not be taken for gone.
 *
 * @throws ValidationError (`NO_SUBSCRIPTIONS`).
 */
export function requireSubscriptions({ transport }: Pick<IdentityAzure, "transport">): readonly string[] {
  const { subscriptionIds } = transport;
  if (subscriptionIds.length > 0) return subscriptionIds;
  throw new ValidationError("NO_SUBSCRIPTIONS", "No subscription is named, so role assignments cannot be looked for.", {
    hint: "Name one with --subscription, or in the configuration.",
  });
}

/**
 * The one subscription that something is made in.
 *
 * @throws ValidationError (`SUBSCRIPTION_REQUIRED`) when it is not clear which.
 */
export function requireOneSubscription({ transport }: Pick<IdentityAzure, "transport">): string {
  const [only, ...others] = transport.subscriptionIds;
  if (only !== undefined && others.length === 0) return only;
  throw new ValidationError("SUBSCRIPTION_REQUIRED", "It is not clear which subscription the identity is for.", {
    hint: "Name one with --subscription.",
  });
}
