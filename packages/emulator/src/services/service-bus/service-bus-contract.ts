import { ArmError } from "../../arm/arm-error.ts";
import { BrokerError } from "../../broker/broker-error.ts";
import { SqlError } from "../../broker/sql/sql-error.ts";

/** Types of Microsoft.ServiceBus. */
export const NAMESPACE_TYPE = "Microsoft.ServiceBus/namespaces";
export const QUEUE_TYPE = `${NAMESPACE_TYPE}/queues`;
export const TOPIC_TYPE = `${NAMESPACE_TYPE}/topics`;
export const SUBSCRIPTION_TYPE = `${TOPIC_TYPE}/subscriptions`;
export const RULE_TYPE = `${SUBSCRIPTION_TYPE}/rules`;

/** API versions of the provider, newest first. */
export const API_VERSIONS = ["2024-01-01", "2022-10-01-preview", "2021-11-01", "2017-04-01", "2015-08-01"];

/** Answers with Azure's error what a broker refuses. */
export function refusingAsArm<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof BrokerError || error instanceof SqlError) {
      throw new ArmError(400, "BadRequest", error.message, { cause: "service" });
    }
    throw error;
  }
}
