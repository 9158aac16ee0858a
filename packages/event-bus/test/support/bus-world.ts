import { ManualClock } from "@azlin/core";
import { createBroker, type Broker, type QueueSettings, type SubscriptionSettings } from "@azlin/emulator";
import { expect, onTestFinished } from "vitest";
import {
  EventBusClient,
  type BusRetryOptions,
  type EventBusOptions,
  type EventHandler,
  type EventProcessor,
  type ProcessorOptions,
} from "../../src/index.ts";

/** How the world of a test is made. */
export interface BusWorldOptions {
  /** Settings of the subscription `orchestrator-sub`. */
  readonly subscription?: Partial<SubscriptionSettings>;
  readonly topic?: Partial<QueueSettings>;
  /** Over a port of this machine. Default: in process. */
  readonly overTcp?: boolean;
  /** Whether locks end by `eventually` instead of by real time. Default false. */
  readonly hasOwnTime?: boolean;
}

/** A broker with the topic `agent-logs` and the subscription `orchestrator-sub`, and ways to it. */
export interface BusWorld {
  readonly broker: Broker;
  readonly connection: Pick<EventBusOptions, "connectionString" | "webSocket" | "retryOptions">;
  /** A client that is closed with the test. */
  client(options?: Partial<EventBusOptions>): EventBusClient;
  /** A processor that is stopped with the test. */
  receive(handler: EventHandler, options?: ProcessorOptions): Promise<EventProcessor>;
  /** Messages that wait in the subscription, and its dead letters. */
  waiting(): number;
  deadLetters(): number;
  /** Waits for something to be as it should, while time passes quickly for the broker: its locks end soon. */
  eventually(look: () => unknown, expected: unknown): Promise<void>;
}

/** What passes for the broker between two looks. Milliseconds. */
const STEP_MS = 10_000;

export const TOPIC = "agent-logs";
export const SUBSCRIPTION = "orchestrator-sub";

/** Tests do not wait for long. */
const QUICK: BusRetryOptions = { maxRetries: 2, retryDelayInMs: 20, maxRetryDelayInMs: 100, timeoutInMs: 700 };

/** What makes a processor as quick as a test wants it. */
const QUICK_PROCESSOR: ProcessorOptions = {
  retryDelayMs: 10,
  maxRetryDelayMs: 50,
  watchIntervalMs: 200,
  stalledAfterMs: 400,
  sessionIdleMs: 50,
  drainTimeoutMs: 2_000,
};

export async function busWorld(options: BusWorldOptions = {}): Promise<BusWorld> {
  const { subscription = {}, topic = {}, overTcp = false, hasOwnTime = false } = options;
  const clock = hasOwnTime ? new ManualClock(Date.now()) : undefined;
  const broker = await createBroker(clock && { clock });
  onTestFinished(() => broker.stop());
  broker.createTopic(TOPIC, topic);
  broker.createSubscription(TOPIC, SUBSCRIPTION, { settings: subscription });
  if (overTcp) await broker.listen();
  const connection = {
    connectionString: broker.connectionString(),
    retryOptions: QUICK,
    ...(!overTcp && { webSocket: broker.webSocket }),
  };
  const client = (options: Partial<EventBusOptions> = {}): EventBusClient => {
    const made = new EventBusClient({ ...connection, topicName: TOPIC, closeTimeoutMs: 2_000, ...options });
    onTestFinished(() => made.close());
    return made;
  };
  const path = `${TOPIC}/Subscriptions/${SUBSCRIPTION}`;
  return {
    broker,
    connection,
    client,
    receive: async (handler, options) => {
      const processor = await client().subscribe(SUBSCRIPTION, handler, { ...QUICK_PROCESSOR, ...options });
      onTestFinished(() => processor.stop());
      return processor;
    },
    waiting: () => broker.stats().queues[path]!.active,
    eventually: async (look, expected) => {
      const lookAgain = async (): Promise<unknown> => {
        await clock?.advance(STEP_MS);
        return look();
      };
      await expect.poll(lookAgain, { interval: 100 }).toEqual(expected);
    },
    deadLetters: () => broker.stats().queues[path]!.deadLetters,
  };
}
