import { describe, expect, it, vi } from "vitest";
import { IS_LOCAL, namespaceUnderTest } from "./namespace-under-test.ts";

describe.runIf(IS_LOCAL)("Time, on the local broker", () => {
  const namespace = namespaceUnderTest();
  const advance = (ms: number): Promise<void> => namespace().local!.clock.advance(ms);

  it("a lock that expires is lost, and the message comes again", async () => {
    const queue = await namespace().queue({ lockDurationMs: 5000 });
    await namespace().client.createSender(queue).sendMessages({ body: "slow" });
    const receiver = namespace().client.createReceiver(queue, { maxAutoLockRenewalDurationInMs: 0 });
    const [first] = await receiver.receiveMessages(1);
    await advance(5000);
    await expect(receiver.completeMessage(first!)).rejects.toMatchObject({ code: "MessageLockLost" });
    const [second] = await receiver.receiveMessages(1);
    expect(second).toMatchObject({ body: "slow", deliveryCount: 1 });
    await expect(receiver.renewMessageLock(first!)).rejects.toMatchObject({ code: "MessageLockLost" });
  });

  it("a message whose time is over is dropped, or dead-lettered where that is asked for", async () => {
    const dropping = await namespace().queue();
    const keeping = await namespace().queue({ deadLetterOnExpiration: true });
    for (const queue of [dropping, keeping]) {
      await namespace().client.createSender(queue).sendMessages({ body: "short", timeToLive: 1000 });
    }
    await advance(1000);
    expect(await namespace().client.createReceiver(dropping).peekMessages(1)).toEqual([]);
    const dead = namespace().client.createReceiver(keeping, { subQueueType: "deadLetter" });
    expect((await dead.peekMessages(1))[0]).toMatchObject({ body: "short", deadLetterReason: "TTLExpiredException" });
  });

  it("a scheduled message appears at its time, with a number of its own", async () => {
    const queue = await namespace().queue();
    const at = new Date(namespace().local!.clock.now() + 60_000);
    const [number] = await namespace().client.createSender(queue).scheduleMessages({ body: "soon" }, at);
    const receiver = namespace().client.createReceiver(queue);
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 100 })).toEqual([]);
    await advance(60_000);
    const [message] = await receiver.receiveMessages(1);
    expect(message).toMatchObject({ body: "soon", state: "active" });
    expect(message!.sequenceNumber!.greaterThan(number!)).toBe(true);
    expect(message!.scheduledEnqueueTimeUtc).toEqual(at);
  });

  it("ids of duplicates are forgotten when the window is over", async () => {
    const queue = await namespace().queue({ requiresDuplicateDetection: true, duplicateWindowMs: 20_000 });
    const sender = namespace().client.createSender(queue);
    await sender.sendMessages({ body: 1, messageId: "same" });
    await advance(20_000);
    await sender.sendMessages({ body: 2, messageId: "same" });
    expect(await namespace().client.createReceiver(queue).peekMessages(5)).toHaveLength(2);
  });

  it("a session whose lock expires is lost, and its messages have failed once", async () => {
    const queue = await namespace().queue({ requiresSession: true, lockDurationMs: 10_000 });
    await namespace().client.createSender(queue).sendMessages({ body: "s", sessionId: "id" });
    const first = await namespace().client.acceptSession(queue, "id", { maxAutoLockRenewalDurationInMs: 0 });
    const [message] = await first.receiveMessages(1);
    await advance(10_000);
    await expect(first.completeMessage(message!)).rejects.toMatchObject({ code: "SessionLockLost" });
    const second = await namespace().client.acceptSession(queue, "id");
    expect((await second.receiveMessages(1))[0]).toMatchObject({ body: "s", deliveryCount: 1 });
  });

  it("waiting for a session ends when the client's time is over", async () => {
    const queue = await namespace().queue({ requiresSession: true });
    const refusal = namespace()
      .client.acceptNextSession(queue)
      .catch((error: unknown) => error);
    await vi.waitFor(() => expect(namespace().local!.clock.pending).toBeGreaterThan(0));
    await advance(60_000);
    expect(await refusal).toMatchObject({ code: "ServiceTimeout" });
  });

  it("an entity that nobody uses goes by itself", async () => {
    const queue = await namespace().queue({ autoDeleteOnIdleMs: 300_000 });
    expect(namespace().local!.broker.namespace.queue(queue)).toBeDefined();
    await advance(300_000);
    expect(namespace().local!.broker.namespace.queue(queue)).toBeUndefined();
  });

  it("a queue that is full takes nothing more", async () => {
    const queue = await namespace().queue({ maxSizeMb: 1 });
    const sender = namespace().client.createSender(queue);
    const fill = async (): Promise<void> => {
      for (let at = 0; at < 10; at += 1) await sender.sendMessages({ body: "x".repeat(200_000) });
    };
    await expect(fill()).rejects.toMatchObject({ code: "QuotaExceeded" });
  });

  it("a queue that is switched off says so", async () => {
    const queue = await namespace().queue({ status: "SendDisabled" });
    await expect(namespace().client.createSender(queue).sendMessages({ body: 1 })).rejects.toMatchObject({
      code: "MessagingEntityDisabled",
    });
  });

  it("a message that is forwarded in a circle ends among the transfer dead letters", async () => {
    const { broker } = namespace().local!;
    broker.createQueue("ring-a", { forwardTo: "ring-b" });
    broker.createQueue("ring-b", { forwardTo: "ring-a" });
    await namespace().client.createSender("ring-a").sendMessages({ body: "round" });
    const parked = ["ring-a", "ring-b"].map(
      (name) => broker.namespace.queue(name)!.mailbox.transferDeadLetters.counts.active,
    );
    expect(parked.toSorted((left, right) => left - right)).toEqual([0, 1]);
  });

  it("dead letters go on to where they are wanted, and tell where they come from", async () => {
    const target = await namespace().queue();
    const queue = await namespace().queue({ forwardDeadLettersTo: target });
    await namespace().client.createSender(queue).sendMessages({ body: "dead" });
    const receiver = namespace().client.createReceiver(queue);
    const [message] = await receiver.receiveMessages(1);
    await receiver.deadLetterMessage(message!, { deadLetterReason: "why", deadLetterErrorDescription: "" });
    const [found] = await namespace().client.createReceiver(target).receiveMessages(1);
    expect(found).toMatchObject({ body: "dead", deadLetterReason: "why", deadLetterSource: queue });
  });
});
