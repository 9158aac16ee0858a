import { ServiceBusClient } from "@azure/service-bus";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createBroker, type Broker } from "../../src/index.ts";

const BUSY = "com.microsoft:server-busy";

describe("Faults of the broker, as the official client meets them", () => {
  let broker: Broker;
  let client: ServiceBusClient;

  beforeEach(async () => {
    broker = await createBroker();
    broker.createQueue("q");
    client = connect();
  });

  afterEach(async () => {
    await client.close();
    await broker.stop();
  });

  function connect(timeoutInMs = 700): ServiceBusClient {
    return new ServiceBusClient(broker.connectionString(), {
      webSocketOptions: { webSocket: broker.webSocket as never },
      retryOptions: { maxRetries: 3, retryDelayInMs: 50, maxRetryDelayInMs: 100, timeoutInMs },
    });
  }

  const waiting = (): number => broker.stats().queues["q"]!.active;
  const send = (): Promise<void> => client.createSender("q").sendMessages({ body: 1, messageId: "1" });

  it("a busy server is tried again", async () => {
    broker.faults.set("busy", { on: "send", times: 2, effect: { throttle: true } });
    await send();
    expect(waiting()).toBe(1);
    expect(broker.faults.list()).toMatchObject([{ name: "busy", hits: 2 }]);
  });

  it("a server that is always busy is given up, with every attempt told", async () => {
    broker.faults.set("busy", { on: "send", effect: { reject: { condition: BUSY } } });
    const error = (await send().catch((caught: unknown) => caught)) as AggregateError;
    expect(error.errors.at(-1)).toMatchObject({ code: "ServiceBusy" });
    expect(error.errors).toHaveLength(4);
  });

  it("a full entity is not tried again", async () => {
    broker.faults.set("full", { on: "send", effect: { reject: { condition: "amqp:resource-limit-exceeded" } } });
    await expect(send()).rejects.toMatchObject({ code: "QuotaExceeded" });
    expect(broker.faults.list()[0]!.hits).toBe(1);
  });

  it("an answer that is swallowed leads to a duplicate", async () => {
    broker.faults.set("swallow", { on: "send", times: 1, effect: { swallow: true } });
    await send();
    expect(waiting()).toBe(2);
  });

  it("a dropped message is told as sent and is nowhere; a duplicated one is there twice", async () => {
    broker.faults.set("drop", { on: "send", times: 1, effect: { drop: true } });
    await send();
    expect(waiting()).toBe(0);
    broker.faults.set("duplicate", { on: "send", times: 1, effect: { duplicate: true } });
    await send();
    expect(waiting()).toBe(2);
  });

  it.each([
    ["a detached link", { detach: { condition: "amqp:link:detach-forced" } }],
    ["a closed connection", { closeConnection: { condition: "amqp:connection:forced" } }],
    ["a reset socket", { reset: true as const }],
  ])("%s with a send in flight: the client sends again after its time-out", async (_name, effect) => {
    broker.faults.set("cut", { on: "send", times: 1, effect });
    await send();
    expect(waiting()).toBe(1);
  });

  it("a frozen connection says nothing until it thaws", async () => {
    broker.faults.set("freeze", { on: "send", times: 1, effect: { freezeMs: 300 } });
    const startedAt = performance.now();
    await send();
    expect(performance.now() - startedAt).toBeGreaterThan(250);
    expect(waiting()).toBe(1);
  });

  it.each([
    ["a detached link", { detach: { condition: "amqp:link:detach-forced" } }],
    ["a closed connection", { closeConnection: { condition: "amqp:connection:forced" } }],
    ["a reset socket", { reset: true as const }],
  ])("a subscriber comes back after %s", async (_name, effect) => {
    const seen: unknown[] = [];
    const receiver = client.createReceiver("q");
    receiver.subscribe({ processMessage: async ({ body }) => void seen.push(body), processError: async () => {} });
    broker.faults.set("cut", { on: "settle", times: 1, effect });
    const sender = connect(5000);
    await sender.createSender("q").sendMessages({ body: "first" });
    await vi.waitFor(() => expect(broker.faults.list()[0]!.hits).toBe(1), 5000);
    await sender.createSender("q").sendMessages({ body: "second" });
    await vi.waitFor(() => expect(seen).toContain("second"), 8000);
    await receiver.close();
    await sender.close();
  });

  it("a refused request to the management link is told as its condition", async () => {
    await send();
    const receiver = client.createReceiver("q");
    const [message] = await receiver.receiveMessages(1);
    broker.faults.set("refuse", { on: "manage", entity: "q", effect: { reject: { condition: "amqp:not-allowed" } } });
    await expect(receiver.renewMessageLock(message!)).rejects.toThrow("A fault was injected.");
  });

  it("faults meet the entities that they name, and draw by their seed", async () => {
    broker.faults.set("other", { on: "send", entity: "other*", effect: { throttle: true } });
    broker.faults.set("never", { on: "send", probability: 0, effect: { throttle: true } });
    await send();
    expect(broker.faults.list().map(({ hits }) => hits)).toEqual([0, 0]);
    expect(broker.faults.remove("other")).toBe(true);
  });

  it("what is no fault is refused", () => {
    expect(() => broker.faults.set("x", { on: "send", effect: {} as never })).toThrow("The fault 'x' is not one");
  });
});
