import { ManualClock, randomGuid, systemRandom } from "@azlin/core";
import {
  ServiceBusAdministrationClient,
  ServiceBusClient,
  type ServiceBusClientOptions,
  type SqlRuleFilter,
} from "@azure/service-bus";
import process from "node:process";
import { afterAll, beforeAll } from "vitest";
import { createBroker, type Broker, type RuleSettings } from "../../../src/index.ts";
import type { SubscriptionSettings } from "../../../src/broker/entities/entity-settings.ts";
import type { QueueSettings } from "../../../src/index.ts";

/** A real namespace to run the suite against, when there is one. */
const CONNECTION_STRING = process.env["AZLIN_SERVICEBUS_CONNECTION_STRING"];

/** What the conformance suite runs against: the local broker, or a real namespace. */
export interface NamespaceUnderTest {
  readonly client: ServiceBusClient;
  /** A client of its own, for what closes it. */
  connect(options?: ServiceBusClientOptions): ServiceBusClient;
  /** Makes a queue, and tells its name. */
  queue(settings?: Partial<QueueSettings>): Promise<string>;
  topic(): Promise<string>;
  subscription(topic: string, name: string, options?: SubscriptionOptions): Promise<void>;
  /** Local only: what a test does to time and to the broker. */
  readonly local: { readonly broker: Broker; readonly clock: ManualClock } | undefined;
}

/** How a subscription is made. */
export interface SubscriptionOptions {
  readonly settings?: Partial<SubscriptionSettings>;
  readonly rules?: Readonly<Record<string, RuleSettings>>;
}

/** Retries would hide what the first answer was. */
const NO_RETRIES: ServiceBusClientOptions = { retryOptions: { maxRetries: 0, timeoutInMs: 5000 } };

/** One namespace for all tests of a file. */
export function namespaceUnderTest(): () => NamespaceUnderTest {
  let namespace: NamespaceUnderTest | undefined;
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    namespace =
      CONNECTION_STRING === undefined ? await localNamespace(closing) : realNamespace(CONNECTION_STRING, closing);
  });
  afterAll(async () => {
    for (const close of closing.toReversed()) await close();
  });
  return () => namespace!;
}

/** Whether faults and virtual time can be had; what needs them says that it was left out when they cannot. */
export const IS_LOCAL: boolean = CONNECTION_STRING === undefined;

async function localNamespace(closing: (() => Promise<void>)[]): Promise<NamespaceUnderTest> {
  const clock = new ManualClock(Date.now());
  const broker = await createBroker({ clock });
  closing.push(() => broker.stop());
  const connect = clientMaker(broker.connectionString(), closing, { webSocket: broker.webSocket });
  let made = 0;
  return {
    client: connect(),
    connect,
    queue: async (settings) => {
      made += 1;
      broker.createQueue(`queue-${made}`, settings);
      return `queue-${made}`;
    },
    topic: async () => {
      made += 1;
      broker.createTopic(`topic-${made}`);
      return `topic-${made}`;
    },
    subscription: async (topic, name, options) => broker.createSubscription(topic, name, options),
    local: { broker, clock },
  };
}

function clientMaker(
  connectionString: string,
  closing: (() => Promise<void>)[],
  webSocketOptions?: object,
): NamespaceUnderTest["connect"] {
  return (options = {}) => {
    const sockets = webSocketOptions === undefined ? {} : { webSocketOptions: webSocketOptions as never };
    const client = new ServiceBusClient(connectionString, { ...NO_RETRIES, ...sockets, ...options });
    closing.push(() => client.close());
    return client;
  };
}

function realNamespace(connectionString: string, closing: (() => Promise<void>)[]): NamespaceUnderTest {
  process.stderr.write("Conformance runs against a real namespace: tests of faults and virtual time are left out.\n");
  const admin = new ServiceBusAdministrationClient(connectionString);
  const connect = clientMaker(connectionString, closing);
  const fresh = (kind: string): string => `azlin-${kind}-${randomGuid(systemRandom).slice(0, 8)}`;
  return {
    client: connect(),
    connect,
    queue: async (settings = {}) => {
      const name = fresh("queue");
      await admin.createQueue(name, {
        requiresSession: settings.requiresSession ?? false,
        requiresDuplicateDetection: settings.requiresDuplicateDetection ?? false,
        ...(settings.maxDeliveryCount !== undefined && { maxDeliveryCount: settings.maxDeliveryCount }),
        ...(settings.forwardTo !== undefined && { forwardTo: settings.forwardTo }),
      });
      closing.push(async () => void (await admin.deleteQueue(name)));
      return name;
    },
    topic: async () => {
      const name = fresh("topic");
      await admin.createTopic(name);
      closing.push(async () => void (await admin.deleteTopic(name)));
      return name;
    },
    subscription: async (topic, name, { rules } = {}) => {
      await admin.createSubscription(topic, name);
      if (rules === undefined) return;
      for (const [rule, { filter }] of Object.entries(rules)) {
        await admin.createRule(topic, name, rule, sqlOf(filter));
      }
      await admin.deleteRule(topic, name, "$Default");
    },
    local: undefined,
  };
}

function sqlOf(filter: RuleSettings["filter"]): SqlRuleFilter | object {
  if (filter.kind === "sql") return { sqlExpression: filter.expression };
  if (filter.kind !== "correlation") return { sqlExpression: filter.kind === "true" ? "1=1" : "1=0" };
  const { kind: _kind, ...fields } = filter;
  return fields;
}
