import { PrerequisiteError, ValidationError } from "@azlin/core";
import type { VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";

/**
 * The one subscription that something can be made in.
 *
 * @param what - what is made, so that it reads well after "to create": `the VM`.
 * @throws PrerequisiteError (`NO_SUBSCRIPTION`), ValidationError (`SUBSCRIPTION_REQUIRED`) when it is not clear which.
 */
export async function onlySubscription(azure: VmAzure, what: string, { operation }: Context): Promise<string> {
  const [first, ...others] = await azure.subscriptions.ids(operation);
  if (first === undefined) {
    throw new PrerequisiteError("NO_SUBSCRIPTION", `There is no enabled subscription to create ${what} in.`, {
      hint: "Check with 'az account list' who you are signed in as.",
    });
  }
  if (others.length === 0) return first;
  throw new ValidationError("SUBSCRIPTION_REQUIRED", `In which subscription should ${what} be?`, {
    hint: "Name one with --subscription, or with 'azlin config set subscriptions ID'.",
    details: { subscriptions: [first, ...others] },
  });
}
