import { BrokerError } from "../broker-error.ts";
import { SqlError } from "../sql/sql-error.ts";

/** An error as AMQP tells it. */
export interface AmqpErrorFields {
  readonly condition: string;
  readonly description: string;
}

/** Tells an error by its condition; one that is not the broker's own is internal. */
export function toAmqpError(error: unknown): AmqpErrorFields {
  if (error instanceof BrokerError) return { condition: error.condition, description: error.message };
  const description = error instanceof Error ? error.message : String(error);
  return { condition: error instanceof SqlError ? "amqp:invalid-field" : "amqp:internal-error", description };
}
