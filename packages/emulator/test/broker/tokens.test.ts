import { ServiceBusClient, type ServiceBusReceivedMessage } from "@azure/service-bus";
import { ManualClock } from "@azlin/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createBroker, type Broker } from "../../src/index.ts";

const MINUTE_MS = 60_000;

describe("A token's end, as the official client meets it", () => {
  const closing: (() => Promise<unknown>)[] = [];
  const clock = new ManualClock(Date.now());
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });

  /** A broker on whose clock each token lasts as long as said, the last time for all that follow. */
  async function brokerWithTokens(...lifetimesMs: readonly number[]): Promise<{ broker: Broker; shown: () => number }> {
    let shown = 0;
    const broker = await createBroker({
      clock,
      verifyToken: () => {
        const lifetimeMs = lifetimesMs[Math.min(shown, lifetimesMs.length - 1)]!;
        shown += 1;
        return Promise.resolve({ expiresAtMs: clock.now() + lifetimeMs, rights: ["Send", "Listen"] });
      },
    });
    closing.push(() => broker.stop());
    broker.createQueue("q");
    return { broker, shown: () => shown };
  }

  /** @param lifetimeMs - what the client believes of its tokens: it shows a new one two minutes before the end. */
  function connect(broker: Broker, lifetimeMs: number): ServiceBusClient {
    const credential = {
      getToken: () => Promise.resolve({ token: "token", expiresOnTimestamp: Date.now() + lifetimeMs }),
    };
    const client = new ServiceBusClient(broker.hostname, credential, {
      webSocketOptions: { webSocket: broker.webSocket as never },
      retryOptions: { maxRetries: 3, retryDelayInMs: 20, maxRetryDelayInMs: 50, timeoutInMs: 2_000 },
    });
    closing.push(() => client.close());
    return client;
  }

  it("takes a sender's link away, and a new token brings it back", async () => {
    const { broker, shown } = await brokerWithTokens(10 * MINUTE_MS);
    const sender = connect(broker, 60 * MINUTE_MS).createSender("q");
    await sender.sendMessages({ body: 1 });
    expect(shown()).toBe(1);
    await clock.advance(11 * MINUTE_MS);
    await sender.sendMessages({ body: 2 });
    expect(shown()).toBe(2);
    expect(broker.stats().queues["q"]!.active).toBe(2);
  });

  it("detaches a receiver, which comes back and misses nothing", async () => {
    const { broker, shown } = await brokerWithTokens(10 * MINUTE_MS);
    const client = connect(broker, 60 * MINUTE_MS);
    const received: unknown[] = [];
    const errors: unknown[] = [];
    const subscription = client.createReceiver("q").subscribe({
      processMessage: async ({ body }: ServiceBusReceivedMessage) => void received.push(body),
      processError: async ({ error }) => void errors.push(error),
    });
    closing.push(() => subscription.close());
    await client.createSender("q").sendMessages({ body: "before" });
    await vi.waitFor(() => expect(received).toEqual(["before"]));
    await clock.advance(11 * MINUTE_MS);
    await client.createSender("q").sendMessages({ body: "after" });
    await vi.waitFor(() => expect(received).toEqual(["before", "after"]), 5_000);
    expect(shown()).toBeGreaterThan(1);
  });

  it("does not come for a link whose client showed a newer one", async () => {
    const { broker, shown } = await brokerWithTokens(MINUTE_MS, 600 * MINUTE_MS);
    const sender = connect(broker, 2 * MINUTE_MS + 300).createSender("q");
    await sender.sendMessages({ body: 1 });
    await vi.waitFor(() => expect(shown()).toBeGreaterThan(1), 5_000);
    broker.faults.set("no way back", { on: "attach", effect: { reject: { condition: "amqp:not-found" } } });
    await clock.advance(2 * MINUTE_MS);
    await sender.sendMessages({ body: 2 });
    expect(broker.stats()).toMatchObject({ connections: 1, messagesIn: 2 });
    expect(broker.faults.list()).toMatchObject([{ hits: 0 }]);
  });
});
