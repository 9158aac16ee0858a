import { ValidationError } from "@azlin/core";
import type { EventBusClient, EventBusOptions } from "@azlin/event-bus";
import type { Context } from "../context.ts";
import { CONNECTION_STRING, DEFAULT_SUBSCRIPTION, DEFAULT_TOPIC } from "./bus-options.ts";
import { connectByName } from "./connect-by-name.ts";
import { entityPathOf } from "./entity-path-of.ts";
import { explainBusFailure, isNamespaceMissing, namespaceNotFound } from "./explain-bus-failure.ts";

/** Which events are meant. */
export interface BusWishes {
  /** Namespace by name or host name. */
  readonly namespace: string | undefined;
  readonly topic: string | undefined;
  /** Of the topic. Absent: nothing is received. */
  readonly subscription?: string | undefined;
}

/** An event bus that is open. */
export interface OpenBus {
  readonly client: EventBusClient;
  readonly topic: string;
  readonly subscription: string;
}

/** Milliseconds for the last events once somebody has said to end. */
const CLOSE_MS = 5_000;

/**
 * Opens the event bus that is meant, works with it, and closes it.
 *
 * @throws ValidationError (`NO_NAMESPACE`) and what opening it throws; what the work throws, with what is missing where
 * something is.
 */
export async function withBus<T>(wishes: BusWishes, context: Context, work: (bus: OpenBus) => Promise<T>): Promise<T> {
  const connection = await connectionOf(wishes, context);
  const { topicName: topic } = connection;
  const address = { ...wishes, topic };
  // In Azure the name cannot be looked up; a local one refuses it, which the client would try again for seconds.
  if (connection.localEndpoint !== undefined && (await isNamespaceMissing(connection.namespace!, context))) {
    throw namespaceNotFound(address);
  }
  const { loadEventBus } = await import("./load-event-bus.ts");
  const { EventBusClient: Client } = await loadEventBus();
  const { clock, logger } = context;
  await using client = new Client({ ...connection, clock, logger, closeTimeoutMs: CLOSE_MS });
  try {
    return await work({ client, topic, subscription: wishes.subscription ?? DEFAULT_SUBSCRIPTION });
  } catch (error) {
    throw await explainBusFailure(error, address, context);
  }
}

async function connectionOf({ namespace, topic }: BusWishes, context: Context): Promise<EventBusOptions> {
  if (namespace !== undefined) {
    return { ...(await connectByName(namespace, context)), topicName: topic ?? DEFAULT_TOPIC };
  }
  const connectionString = context.env[CONNECTION_STRING];
  if (connectionString === undefined || connectionString === "") throw noNamespace();
  return { connectionString, topicName: topic ?? entityPathOf(connectionString) ?? DEFAULT_TOPIC };
}

function noNamespace(): ValidationError {
  return new ValidationError("NO_NAMESPACE", "Nobody said in which Service Bus namespace.", {
    hint: `Name it with --namespace, or put its connection string into ${CONNECTION_STRING}.`,
  });
}
