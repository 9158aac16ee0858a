import { BrokerError, createBroker, type Broker } from "@azlin/emulator";
import { verifies } from "@azlin/testing";
import { createHmac } from "node:crypto";
import { describe, expect, it, onTestFinished } from "vitest";
import { EventBusClient, type EventBusOptions } from "../../src/index.ts";
import { SUBSCRIPTION, TOPIC } from "../support/bus-world.ts";
import { operation } from "../support/sample-events.ts";

const DAY_MS = 86_400_000;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A broker that takes tokens as long as they live, and a client whose tokens live for so long. */
async function tokenWorld(lifeMs: number) {
  const shown: { readonly atMs: number; readonly endsMs: number }[] = [];
  const state = { asked: 0, isRefused: false };
  const broker = await createBroker({
    verifyToken: async (token) => {
      if (state.isRefused) throw new BrokerError("amqp:unauthorized-access", "The token is not taken any more.");
      const endsMs = Number(token);
      shown.push({ atMs: Date.now(), endsMs });
      return { expiresAtMs: endsMs, rights: ["Send", "Listen"] };
    },
  });
  const getToken = async (): Promise<{ token: string; expiresOnTimestamp: number }> => {
    state.asked += 1;
    const expiresOnTimestamp = Date.now() + lifeMs;
    return { token: String(expiresOnTimestamp), expiresOnTimestamp };
  };
  const client = open(broker, { namespace: broker.hostname, credential: { getToken } });
  return { broker, client, shown, state };
}

function open(broker: Broker, connection: Partial<EventBusOptions>): EventBusClient {
  onTestFinished(() => broker.stop());
  broker.createTopic(TOPIC);
  broker.createSubscription(TOPIC, SUBSCRIPTION);
  const client = new EventBusClient({
    ...connection,
    topicName: TOPIC,
    webSocket: broker.webSocket,
    retryOptions: { maxRetries: 2, retryDelayInMs: 20, maxRetryDelayInMs: 100, timeoutInMs: 2_000 },
    closeTimeoutMs: 500,
  });
  onTestFinished(() => client.close());
  return client;
}

/** A signature for the broker's topic that ends then. */
function signature(broker: Broker, endsMs: number): string {
  const { key } = /SharedAccessKey=(?<key>.+)$/.exec(broker.connectionString())!.groups!;
  const scope = encodeURIComponent(`sb://${broker.hostname}/`);
  const ends = String(Math.ceil(endsMs / 1_000));
  const signed = createHmac("sha256", key!).update(`${scope}\n${ends}`).digest("base64");
  return `SharedAccessSignature sr=${scope}&sig=${encodeURIComponent(signed)}&se=${ends}&skn=RootManageSharedAccessKey`;
}

describe("A token", () => {
  it("that lives for seconds is renewed before it ends, and events go on through many of them", async () => {
    verifies("BUS-05");
    const { client, shown, state } = await tokenWorld(3_000);
    const done: unknown[] = [];
    const processor = await client.subscribe(SUBSCRIPTION, (_event, { wire }) => done.push(wire["message"]));
    for (let n = 0; n < 10; n += 1) {
      await client.publishEvent(operation(n));
      await pause(450);
    }
    await expect.poll(() => done.length).toBe(10);
    expect(processor.state).toBe("running");
    // Over 4.5 s two links show at least two tokens each, each before the last one has ended.
    expect(shown.length).toBeGreaterThanOrEqual(4);
    shown.slice(2).forEach(({ atMs }, index) => expect(atMs).toBeLessThan(shown[index]!.endsMs));
    expect(state.asked).toBeLessThan(20);
    await processor.stop();
  });

  it.each([30, 400])("that lives for %d days is asked for once a link, not without end", async (days) => {
    verifies("BUS-05");
    const { client, state } = await tokenWorld(days * DAY_MS);
    const processor = await client.subscribe(SUBSCRIPTION, () => {});
    await client.publishEvent(operation(1));
    await expect.poll(() => processor.stats().handled).toBe(1);
    await pause(300);
    expect(state.asked).toBeLessThanOrEqual(3);
    await processor.stop();
  });

  it("that is refused is an error of the call, and ends the processor, instead of being tried without end", async () => {
    verifies("BUS-05");
    const { client, state } = await tokenWorld(3_600_000);
    state.isRefused = true;
    await expect(client.publishEvent(operation(1))).rejects.toMatchObject({ code: "BUS_UNAUTHORIZED" });
    const processor = await client.subscribe(SUBSCRIPTION, () => {});
    await expect(processor.finished).rejects.toMatchObject({ code: "BUS_UNAUTHORIZED" });
    const { asked } = state;
    await pause(500);
    expect(state.asked).toBe(asked);
    expect(processor.state).toBe("failed");
  });

  it("that is refused when a link comes back ends the processor", async () => {
    verifies("BUS-05");
    const { broker, client, state } = await tokenWorld(3_600_000);
    const processor = await client.subscribe(SUBSCRIPTION, () => {}, { watchIntervalMs: 200, stalledAfterMs: 400 });
    await client.publishEvent(operation(1));
    await expect.poll(() => processor.stats().handled).toBe(1);
    state.isRefused = true;
    const detach = { detach: { condition: "amqp:link:detach-forced" } };
    broker.faults.set("detach", { on: "receive", times: 1, effect: detach });
    await client.publishEvent(operation(2));
    await expect(processor.finished).rejects.toMatchObject({ code: "BUS_UNAUTHORIZED" });
  });
});

describe("A shared access signature", () => {
  it.each([
    ["holds", 60_000, undefined],
    ["has ended", -60_000, "BUS_UNAUTHORIZED"],
  ])("that %s is taken for what it is", async (_name, lifeMs, code) => {
    verifies("BUS-05");
    const broker = await createBroker();
    const signed = signature(broker, Date.now() + lifeMs);
    const client = open(broker, {
      connectionString: `Endpoint=sb://${broker.hostname};SharedAccessSignature=${signed}`,
    });
    const { failed } = await client.publishEvents([operation(1)]);
    expect(failed.map(({ error }) => error.code)).toEqual(code === undefined ? [] : [code]);
  });
});
