import { describe, expect, it } from "vitest";
import { namespaceUnderTest } from "./namespace-under-test.ts";

describe("Sessions", () => {
  const namespace = namespaceUnderTest();

  async function queueWith(...messages: { readonly body: unknown; readonly sessionId: string }[]): Promise<string> {
    const queue = await namespace().queue({ requiresSession: true });
    if (messages.length > 0) await namespace().client.createSender(queue).sendMessages(messages);
    return queue;
  }

  it("a session's messages come in their order, to who has the session", async () => {
    const queue = await queueWith(
      { body: "a1", sessionId: "a" },
      { body: "b1", sessionId: "b" },
      { body: "a2", sessionId: "a" },
    );
    const receiver = await namespace().client.acceptSession(queue, "a");
    const messages = await receiver.receiveMessages(5, { maxWaitTimeInMs: 300 });
    expect(messages.map(({ body, sessionId }) => [body as string, sessionId])).toEqual([
      ["a1", "a"],
      ["a2", "a"],
    ]);
    for (const message of messages) await receiver.completeMessage(message);
    await receiver.close();
  });

  it("the next session is one that nobody has", async () => {
    const queue = await queueWith({ body: 1, sessionId: "x" }, { body: 2, sessionId: "y" });
    const first = await namespace().client.acceptNextSession(queue);
    const second = await namespace().client.acceptNextSession(queue);
    expect([first.sessionId, second.sessionId].toSorted()).toEqual(["x", "y"]);
    expect(first.sessionLockedUntilUtc.getTime()).toBeGreaterThan(0);
    await first.close();
    await second.close();
  });

  it("a session that somebody has cannot be had", async () => {
    const queue = await queueWith({ body: 1, sessionId: "taken" });
    const holder = await namespace().client.acceptSession(queue, "taken");
    await expect(namespace().client.acceptSession(queue, "taken")).rejects.toMatchObject({
      code: "SessionCannotBeLocked",
    });
    await holder.close();
    const next = await namespace().client.acceptSession(queue, "taken");
    expect(next.sessionId).toBe("taken");
    await next.close();
  });

  it("who waits for a session gets the one that a message opens", async () => {
    const queue = await queueWith();
    const accepting = namespace().client.acceptNextSession(queue, { maxAutoLockRenewalDurationInMs: 0 });
    await namespace().client.createSender(queue).sendMessages({ body: "wake", sessionId: "fresh" });
    const receiver = await accepting;
    expect(receiver.sessionId).toBe("fresh");
    const [message] = await receiver.receiveMessages(1);
    expect(message!.body).toBe("wake");
    await receiver.close();
  });

  it("a session's state is kept for the next holder", async () => {
    const queue = await queueWith({ body: 1, sessionId: "s" });
    const first = await namespace().client.acceptSession(queue, "s");
    expect(await first.getSessionState()).toBeFalsy();
    await first.setSessionState({ lastSequence: 41 });
    await first.close();
    const second = await namespace().client.acceptSession(queue, "s");
    expect(await second.getSessionState()).toEqual({ lastSequence: 41 });
    await second.setSessionState(null);
    expect(await second.getSessionState()).toBeFalsy();
    await second.close();
  });

  it("a session's lock can be renewed", async () => {
    const queue = await queueWith({ body: 1, sessionId: "r" });
    const receiver = await namespace().client.acceptSession(queue, "r");
    const before = receiver.sessionLockedUntilUtc.getTime();
    await namespace().local?.clock.advance(20);
    expect((await receiver.renewSessionLock()).getTime()).toBeGreaterThanOrEqual(before);
    await receiver.close();
  });

  it("what a closed session left unsettled comes again, and counts as no failure", async () => {
    const queue = await queueWith({ body: "left", sessionId: "l" });
    const first = await namespace().client.acceptSession(queue, "l");
    await first.receiveMessages(1);
    await first.close();
    const second = await namespace().client.acceptSession(queue, "l");
    const [message] = await second.receiveMessages(1);
    expect(message).toMatchObject({ body: "left", deliveryCount: 0 });
    await second.close();
  });

  it("a deferred message of a session comes to who has the session", async () => {
    const queue = await queueWith({ body: "later", sessionId: "d" });
    const receiver = await namespace().client.acceptSession(queue, "d");
    const [message] = await receiver.receiveMessages(1);
    await receiver.deferMessage(message!);
    const [deferred] = await receiver.receiveDeferredMessages(message!.sequenceNumber!);
    expect(deferred!.body).toBe("later");
    await receiver.completeMessage(deferred!);
    await receiver.close();
  });

  it("a message without a session is refused where sessions are required", async () => {
    const queue = await queueWith();
    await expect(namespace().client.createSender(queue).sendMessages({ body: 1 })).rejects.toThrow(
      /SessionId was not set/,
    );
  });

  it("a receiver without a session is refused where sessions are required", async () => {
    const queue = await queueWith({ body: 1, sessionId: "z" });
    await expect(namespace().client.createReceiver(queue).receiveMessages(1)).rejects.toThrow(/requires sessions/);
  });
});
