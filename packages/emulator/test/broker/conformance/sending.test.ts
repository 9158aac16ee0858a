import { describe, expect, it } from "vitest";
import { namespaceUnderTest } from "./namespace-under-test.ts";

describe("Sending", () => {
  const namespace = namespaceUnderTest();

  async function receiveAll(queue: string, count: number): Promise<unknown[]> {
    const receiver = namespace().client.createReceiver(queue, { receiveMode: "receiveAndDelete" });
    const bodies: unknown[] = [];
    while (bodies.length < count) {
      const messages = await receiver.receiveMessages(count - bodies.length, { maxWaitTimeInMs: 2000 });
      if (messages.length === 0) break;
      bodies.push(...messages.map(({ body }) => body as unknown));
    }
    await receiver.close();
    return bodies;
  }

  it("a message comes out as it went in", async () => {
    const queue = await namespace().queue();
    await namespace()
      .client.createSender(queue)
      .sendMessages({
        body: { run: 7, tags: ["a", "b"] },
        messageId: "m-1",
        correlationId: "c-1",
        subject: "resource_created",
        to: "somewhere",
        replyTo: "elsewhere",
        contentType: "application/json",
        applicationProperties: { text: "x", whole: 12, fraction: 1.5, yes: true, at: new Date(1_700_000_000_000) },
      });
    const [message] = await namespace().client.createReceiver(queue).receiveMessages(1);
    expect(message).toMatchObject({
      body: { run: 7, tags: ["a", "b"] },
      messageId: "m-1",
      correlationId: "c-1",
      subject: "resource_created",
      to: "somewhere",
      replyTo: "elsewhere",
      contentType: "application/json",
      applicationProperties: { text: "x", whole: 12, fraction: 1.5, yes: true },
      deliveryCount: 0,
      state: "active",
    });
    expect(message!.lockToken).toMatch(/^[0-9a-f]{8}-/);
    expect(message!.sequenceNumber).toBeDefined();
    expect(message!.enqueuedTimeUtc).toBeInstanceOf(Date);
  });

  it("a message without an id is given one", async () => {
    const queue = await namespace().queue();
    await namespace().client.createSender(queue).sendMessages({ body: "anonymous" });
    const [message] = await namespace().client.createReceiver(queue).receiveMessages(1);
    expect(message!.messageId).toMatch(/^[0-9a-f]{32}$/);
  });

  it("an array goes as one transfer and comes out in its order", async () => {
    const queue = await namespace().queue();
    await namespace()
      .client.createSender(queue)
      .sendMessages(Array.from({ length: 40 }, (_, body) => ({ body })));
    expect(await receiveAll(queue, 40)).toEqual(Array.from({ length: 40 }, (_, body) => body));
  });

  it("a batch tells its limit, and refuses what does not fit", async () => {
    const queue = await namespace().queue();
    const sender = namespace().client.createSender(queue);
    const batch = await sender.createMessageBatch();
    expect(batch.maxSizeInBytes).toBeGreaterThanOrEqual(262_144);
    expect(batch.tryAddMessage({ body: "fits" })).toBe(true);
    expect(batch.tryAddMessage({ body: "x".repeat(batch.maxSizeInBytes) })).toBe(false);
    await sender.sendMessages(batch);
    expect(await receiveAll(queue, 1)).toEqual(["fits"]);
  });

  it("a message of several frames arrives whole", async () => {
    const queue = await namespace().queue();
    const body = "0123456789".repeat(20_000);
    await namespace().client.createSender(queue).sendMessages({ body });
    expect(await receiveAll(queue, 1)).toEqual([body]);
  });

  it("a message above the size of the tier is refused", async () => {
    const queue = await namespace().queue();
    const sending = namespace()
      .client.createSender(queue)
      .sendMessages({ body: "x".repeat(1_100_000) });
    await expect(sending).rejects.toMatchObject({ code: "MessageSizeExceeded" });
  });

  it("sending to what is not there fails with a word the client knows", async () => {
    const sending = namespace().client.createSender("no-such-queue").sendMessages({ body: 1 });
    await expect(sending).rejects.toMatchObject({ code: "MessagingEntityNotFound" });
  });

  it("a scheduled message can be seen, and taken back", async () => {
    const queue = await namespace().queue();
    const sender = namespace().client.createSender(queue);
    const [number] = await sender.scheduleMessages({ body: "later" }, new Date(Date.now() + 3_600_000));
    const receiver = namespace().client.createReceiver(queue);
    const [peeked] = await receiver.peekMessages(1);
    expect(peeked).toMatchObject({ body: "later", state: "scheduled" });
    await sender.cancelScheduledMessages(number!);
    expect(await receiver.peekMessages(1, { fromSequenceNumber: number! })).toEqual([]);
    await expect(sender.cancelScheduledMessages(number!)).rejects.toMatchObject({ code: "MessageNotFound" });
  });

  it("a message seen before is taken and dropped", async () => {
    const queue = await namespace().queue({ requiresDuplicateDetection: true });
    const sender = namespace().client.createSender(queue);
    for (const body of ["first", "again", "other"]) {
      await sender.sendMessages({ body, messageId: body === "other" ? "2" : "1" });
    }
    expect(await receiveAll(queue, 2)).toEqual(["first", "other"]);
  });

  it("a queue that forwards passes its messages on", async () => {
    const target = await namespace().queue();
    const queue = await namespace().queue({ forwardTo: target });
    await namespace().client.createSender(queue).sendMessages({ body: "onwards" });
    expect(await receiveAll(target, 1)).toEqual(["onwards"]);
  });
});
