import { ArmError, type ArmErrorDetail } from "../../arm/arm-error.ts";
import type { World } from "../../world/world.ts";
import type { KqlError } from "./kql/kql-error.ts";

/** A refusal as Resource Graph writes it: the reasons are in the details. */
export function queryRefused(world: World, details: readonly ArmErrorDetail[]): ArmError {
  const timestamp = new Date(world.clock.now()).toISOString().replace("Z", "0000Z");
  const message =
    `Please provide below info when asking for support: timestamp = ${timestamp}, ` +
    `correlationId = ${world.ids.guid()}.`;
  return new ArmError(400, "BadRequest", message, { details, cause: "service" });
}

/** The refusal of a query that cannot be answered. */
export function invalidQuery(world: World, error: KqlError): ArmError {
  const summary: ArmErrorDetail = {
    code: "InvalidQuery",
    message:
      "Query is invalid. Please refer to the documentation for the Azure Resource Graph service " +
      "and fix the error before retrying.",
  };
  return queryRefused(world, [summary, ...error.details]);
}

/** The refusal of a query whose subscriptions do not exist, or show the principal nothing. */
export function noValidSubscriptions(world: World, subscriptionIds: readonly string[]): ArmError {
  const given = subscriptionIds.map((id) => `'${id}'`).join(", ");
  const message = `There must be at least one subscription that is eligible to contain resources. Given: ${given}.`;
  return queryRefused(world, [{ code: "NoValidSubscriptionsInQueryRequest", message }]);
}
