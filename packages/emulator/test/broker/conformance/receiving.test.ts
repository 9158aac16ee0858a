import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { describe, expect, it, vi } from "vitest";
import { namespaceUnderTest } from "./namespace-under-test.ts";

describe("Receiving", () => {
  const namespace = namespaceUnderTest();

  async function queueWith(...bodies: unknown[]): Promise<string> {
    const queue = await namespace().queue({ maxDeliveryCount: 3 });
    await namespace()
      .client.createSender(queue)
      .sendMessages(bodies.map((body) => ({ body })));
    return queue;
  }

  it("a completed message is gone", async () => {
    const queue = await queueWith(1);
    const receiver = namespace().client.createReceiver(queue);
    const [message] = await receiver.receiveMessages(1);
    await receiver.completeMessage(message!);
    expect(await receiver.peekMessages(1)).toEqual([]);
  });

  it("an abandoned message comes again, with what was changed and one failed delivery more", async () => {
    const queue = await queueWith("retry");
    const receiver = namespace().client.createReceiver(queue);
    const [first] = await receiver.receiveMessages(1);
    await receiver.abandonMessage(first!, { tried: "once" });
    const [second] = await receiver.receiveMessages(1);
    expect(second).toMatchObject({ body: "retry", deliveryCount: 1, applicationProperties: { tried: "once" } });
    await receiver.completeMessage(second!);
  });

  it("a message that fails too often is dead-lettered with the reason", async () => {
    const queue = await queueWith("poison");
    const receiver = namespace().client.createReceiver(queue);
    for (const deliveryCount of [0, 1, 2]) {
      const [message] = await receiver.receiveMessages(1);
      expect(message!.deliveryCount).toBe(deliveryCount);
      await receiver.abandonMessage(message!);
    }
    const [dead] = await namespace().client.createReceiver(queue, { subQueueType: "deadLetter" }).receiveMessages(1);
    expect(dead).toMatchObject({ body: "poison", deadLetterReason: "MaxDeliveryCountExceeded" });
  });

  it("a dead-lettered message tells reason, description and what was changed", async () => {
    const queue = await queueWith("bad");
    const receiver = namespace().client.createReceiver(queue);
    const [message] = await receiver.receiveMessages(1);
    await receiver.deadLetterMessage(message!, {
      deadLetterReason: "MalformedJson",
      deadLetterErrorDescription: "Unexpected token",
      line: 3,
    });
    const dead = namespace().client.createReceiver(queue, { subQueueType: "deadLetter" });
    const [found] = await dead.receiveMessages(1);
    expect(found).toMatchObject({
      body: "bad",
      deadLetterReason: "MalformedJson",
      deadLetterErrorDescription: "Unexpected token",
      applicationProperties: { line: 3 },
    });
    await dead.completeMessage(found!);
    expect(await dead.peekMessages(1)).toEqual([]);
  });

  it("a deferred message comes by its number alone", async () => {
    const queue = await queueWith("aside");
    const receiver = namespace().client.createReceiver(queue);
    const [message] = await receiver.receiveMessages(1);
    await receiver.deferMessage(message!);
    expect(await receiver.receiveMessages(1, { maxWaitTimeInMs: 200 })).toEqual([]);
    const [peeked] = await receiver.peekMessages(1, { fromSequenceNumber: message!.sequenceNumber! });
    expect(peeked!.state).toBe("deferred");
    const [deferred] = await receiver.receiveDeferredMessages(message!.sequenceNumber!);
    expect(deferred!.body).toBe("aside");
    await receiver.completeMessage(deferred!);
    await expect(receiver.receiveDeferredMessages(message!.sequenceNumber!)).rejects.toMatchObject({
      code: "MessageNotFound",
    });
  });

  it("what is received and deleted is gone with its delivery", async () => {
    const queue = await queueWith(1, 2, 3);
    const receiver = namespace().client.createReceiver(queue, { receiveMode: "receiveAndDelete" });
    const messages = await receiver.receiveMessages(2);
    expect(messages.map(({ body }) => body as number)).toEqual([1, 2]);
    expect((await receiver.peekMessages(5)).map(({ body }) => body as number)).toEqual([3]);
  });

  it("peeking takes nothing, and goes on where it was", async () => {
    const queue = await queueWith("a", "b", "c");
    const receiver = namespace().client.createReceiver(queue);
    const bodies = [];
    for (let at = 0; at < 3; at += 1) bodies.push((await receiver.peekMessages(1))[0]?.body as string);
    expect(bodies).toEqual(["a", "b", "c"]);
    expect(await receiver.peekMessages(1)).toEqual([]);
    expect(await receiver.receiveMessages(3)).toHaveLength(3);
  });

  it("asking an empty queue ends with nothing when the time is over", async () => {
    const queue = await namespace().queue();
    const receiver = namespace().client.createReceiver(queue);
    expect(await receiver.receiveMessages(5, { maxWaitTimeInMs: 150 })).toEqual([]);
    await namespace().client.createSender(queue).sendMessages({ body: "now" });
    expect(await receiver.receiveMessages(5, { maxWaitTimeInMs: 2000 })).toHaveLength(1);
  });

  it("a renewed lock lasts longer", async () => {
    const queue = await queueWith("long");
    const receiver = namespace().client.createReceiver(queue);
    const [message] = await receiver.receiveMessages(1);
    const before = message!.lockedUntilUtc!.getTime();
    await namespace().local?.clock.advance(10);
    expect((await receiver.renewMessageLock(message!)).getTime()).toBeGreaterThanOrEqual(before);
    await receiver.completeMessage(message!);
  });

  it("a message cannot be settled twice", async () => {
    const queue = await queueWith("once");
    const receiver = namespace().client.createReceiver(queue);
    const [message] = await receiver.receiveMessages(1);
    await receiver.completeMessage(message!);
    await expect(receiver.completeMessage(message!)).rejects.toThrow(/settled/);
  });

  it("a subscriber gets every message, as many at a time as it says, and completes them", async () => {
    const queue = await queueWith(...Array.from({ length: 60 }, (_, at) => at));
    const receiver = namespace().client.createReceiver(queue);
    const seen: number[] = [];
    let running = 0;
    let most = 0;
    receiver.subscribe(
      {
        processMessage: async ({ body }: ServiceBusReceivedMessage) => {
          most = Math.max(most, (running += 1));
          await Promise.resolve();
          seen.push(body as number);
          running -= 1;
        },
        processError: async () => {},
      },
      { maxConcurrentCalls: 8 },
    );
    await vi.waitFor(() => expect(seen).toHaveLength(60), 10_000);
    await vi.waitFor(async () => expect(await receiver.peekMessages(1)).toEqual([]), 5000);
    expect(most).toBeLessThanOrEqual(8);
    await receiver.close();
  });

  it("a handler that throws has its message come again until it is dead-lettered", async () => {
    const queue = await queueWith("throws");
    const receiver = namespace().client.createReceiver(queue);
    const counts: (number | undefined)[] = [];
    receiver.subscribe({
      processMessage: async ({ deliveryCount }) => {
        counts.push(deliveryCount);
        throw new Error("no");
      },
      processError: async () => {},
    });
    const dead = namespace().client.createReceiver(queue, { subQueueType: "deadLetter" });
    await vi.waitFor(async () => expect(await dead.receiveMessages(1, { maxWaitTimeInMs: 500 })).toHaveLength(1), 8000);
    expect(counts).toEqual([0, 1, 2]);
    await receiver.close();
  });

  it("what is settled right before the link closes counts", async () => {
    const queue = await queueWith(...Array.from({ length: 50 }, (_, at) => at));
    const receiver = namespace().client.createReceiver(queue);
    const messages = await receiver.receiveMessages(50);
    const settling = messages.map((message) => receiver.completeMessage(message));
    const [settled] = await Promise.all([Promise.allSettled(settling), receiver.close()]);
    expect(settled.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(await namespace().client.createReceiver(queue).peekMessages(1)).toEqual([]);
  });

  it("two receivers share what there is", async () => {
    const queue = await queueWith(...Array.from({ length: 20 }, (_, at) => at));
    const receivers = [1, 2].map(() => namespace().client.createReceiver(queue, { receiveMode: "receiveAndDelete" }));
    const batches = await Promise.all(
      receivers.map((receiver) => receiver.receiveMessages(10, { maxWaitTimeInMs: 2000 })),
    );
    expect(
      batches
        .flat()
        .map(({ body }) => body as number)
        .toSorted((a, b) => a - b),
    ).toEqual(Array.from({ length: 20 }, (_, at) => at));
  });

  it("receiving from what is not there fails with a word the client knows", async () => {
    const receiving = namespace().client.createReceiver("no-such-queue").receiveMessages(1);
    await expect(receiving).rejects.toMatchObject({ code: "MessagingEntityNotFound" });
  });

  it("receiving from a topic itself is not allowed", async () => {
    const topic = await namespace().topic();
    await expect(namespace().client.createReceiver(topic).receiveMessages(1)).rejects.toThrow(/topic|supported/);
  });
});
