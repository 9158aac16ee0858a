import { ManualClock } from "@azlin/core";
import { ServiceBusClient } from "@azure/service-bus";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBroker, type Broker, type BrokerOptions } from "../../src/index.ts";

describe("A durable broker", () => {
  let directory: string;
  const closing: (() => Promise<unknown>)[] = [];
  const clock = new ManualClock(Date.now());

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "azlin-broker-"));
  });

  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
    await rm(directory, { recursive: true });
  });

  async function start(
    options: BrokerOptions = {},
  ): Promise<{ broker: Broker; client: ServiceBusClient; stop: () => Promise<void> }> {
    const broker = await createBroker({ directory, clock, ...options });
    const client = new ServiceBusClient(broker.connectionString(), {
      webSocketOptions: { webSocket: broker.webSocket as never },
      retryOptions: { maxRetries: 0, timeoutInMs: 5000 },
    });
    const stop = async (): Promise<void> => {
      await client.close();
      await broker.stop();
    };
    return { broker, client, stop };
  }

  const journal = (): string => path.join(directory, "service-bus.journal");

  it("has its keys, entities, rules and messages after a restart", async () => {
    const first = await start();
    first.broker.createQueue("q", { lockDurationMs: 7000 });
    first.broker.createTopic("t");
    first.broker.createSubscription("t", "s", { rules: { some: { filter: { kind: "sql", expression: "n = 1" } } } });
    const connectionString = first.broker.connectionString();
    await first.client.createSender("q").sendMessages([{ body: "a", applicationProperties: { n: 1 } }, { body: "b" }]);
    await first.client.createSender("t").sendMessages({ body: "c", applicationProperties: { n: 1 } });
    const receiver = first.client.createReceiver("q");
    const [done] = await receiver.receiveMessages(1);
    await receiver.completeMessage(done!);
    await first.stop();

    const second = await start();
    closing.push(second.stop);
    expect(second.broker.connectionString()).toBe(connectionString);
    expect(second.broker.startReport).toEqual({ entities: 2, messages: 2, warnings: [] });
    expect(second.broker.namespace.queue("q")!.settings.lockDurationMs).toBe(7000);
    expect([...second.broker.namespace.subscription("t", "s")!.rules.keys()]).toEqual(["some"]);
    const [message] = await second.client.createReceiver("q").receiveMessages(1);
    expect(message!.body).toBe("b");
    expect(message!.sequenceNumber!.toNumber()).toBe(2);
    const [copy] = await second.client.createReceiver("t", "s").receiveMessages(1);
    expect(copy).toMatchObject({ body: "c", applicationProperties: { n: 1 } });
  });

  it("keeps deferred messages, delivery counts, dead letters, schedules and session states", async () => {
    const first = await start();
    first.broker.createQueue("q");
    first.broker.createQueue("s", { requiresSession: true });
    const sender = first.client.createSender("q");
    await sender.sendMessages([{ body: "defer" }, { body: "abandon" }, { body: "dead" }]);
    await sender.scheduleMessages({ body: "later" }, new Date(clock.now() + 60_000));
    const receiver = first.client.createReceiver("q");
    const [defer, abandon, dead] = await receiver.receiveMessages(3);
    await receiver.deferMessage(defer!);
    await receiver.abandonMessage(abandon!);
    await receiver.deadLetterMessage(dead!, { deadLetterReason: "r", deadLetterErrorDescription: "" });
    await first.client.createSender("s").sendMessages({ body: 1, sessionId: "x" });
    const session = await first.client.acceptSession("s", "x");
    await session.setSessionState("kept");
    await first.stop();

    const second = await start();
    closing.push(second.stop);
    expect(second.broker.stats().queues["q"]).toMatchObject({ active: 1, deferred: 1, scheduled: 1, deadLetters: 1 });
    const again = second.client.createReceiver("q");
    expect((await again.receiveDeferredMessages(defer!.sequenceNumber!))[0]!.body).toBe("defer");
    expect((await again.receiveMessages(1))[0]).toMatchObject({ body: "abandon", deliveryCount: 1 });
    const held = await second.client.acceptSession("s", "x");
    expect(await held.getSessionState()).toBe("kept");
  });

  it("cuts off a torn last record, keeps it beside the journal, and says so", async () => {
    const first = await start();
    first.broker.createQueue("q");
    await first.client.createSender("q").sendMessages({ body: "whole" });
    await first.stop();
    const bytes = await readFile(journal());
    await writeFile(journal(), Buffer.concat([bytes, Buffer.from([0, 0, 0, 99, 1, 2, 3])]));

    const second = await start();
    closing.push(second.stop);
    expect(second.broker.startReport!.messages).toBe(1);
    expect(second.broker.startReport!.warnings).toEqual([expect.stringContaining("7 bytes were cut off")]);
    expect((await stat(journal())).size).toBe(bytes.length);
    expect(await readFile(`${journal()}.cut`)).toHaveLength(7);
  });

  it("leaves alone a file that is none of its own", async () => {
    await writeFile(journal(), "something else");
    await expect(createBroker({ directory })).rejects.toMatchObject({ code: "JOURNAL_UNREADABLE" });
    expect(await readFile(journal(), "utf8")).toBe("something else");
  });

  it("answers a send only when it is on disk", async () => {
    const first = await start();
    first.broker.createQueue("q");
    await first.client.createSender("q").sendMessages({ body: "safe" });
    // A crash: nothing is closed.
    const copy = await readFile(journal());
    await first.stop();
    await writeFile(journal(), copy);
    const second = await start();
    closing.push(second.stop);
    expect(second.broker.startReport!.messages).toBe(1);
  });

  it("is written anew while it runs, and loses nothing of what came meanwhile", async () => {
    const first = await start({ compactAfterBytes: 20_000 });
    first.broker.createQueue("q");
    const sender = first.client.createSender("q");
    const receiver = first.client.createReceiver("q", { receiveMode: "receiveAndDelete" });
    const body = "x".repeat(1_000);
    for (let round = 0; round < 20; round += 1) {
      await Promise.all([1, 2, 3, 4, 5].map(() => sender.sendMessages({ body })));
      await receiver.receiveMessages(5);
    }
    await sender.sendMessages([{ body: "kept" }, { body: "kept too" }]);
    // 100 messages of 1,000 bytes went through it.
    expect((await stat(journal())).size).toBeLessThan(60_000);
    await first.stop();

    const second = await start();
    closing.push(second.stop);
    expect(second.broker.startReport).toEqual({ entities: 1, messages: 2, warnings: [] });
    const kept = await second.client.createReceiver("q").receiveMessages(2);
    expect(kept.map((message) => message.body)).toEqual(["kept", "kept too"]);
  });

  it("is written anew soon after a start, when most of what it holds was over before", async () => {
    const first = await start();
    first.broker.createQueue("q");
    const sender = first.client.createSender("q");
    await sender.sendMessages(Array.from({ length: 100 }, () => ({ body: "x".repeat(1_000) })));
    await first.client.createReceiver("q", { receiveMode: "receiveAndDelete" }).receiveMessages(100);
    await first.stop();
    expect((await stat(journal())).size).toBeGreaterThan(100_000);

    const second = await start({ compactAfterBytes: 20_000 });
    closing.push(second.stop);
    await second.client.createSender("q").sendMessages({ body: "new" });
    expect((await stat(journal())).size).toBeLessThan(2_000);
  });
});
