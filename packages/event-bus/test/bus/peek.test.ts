import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { peekEvents, type WaitingEvent } from "../../src/index.ts";
import { busWorld, SUBSCRIPTION as SUB, TOPIC, type BusWorld } from "../support/bus-world.ts";
import { collect } from "../support/collect.ts";
import { sendRaw } from "../support/raw-client.ts";
import { operation } from "../support/sample-events.ts";

/** What is seen now. */
function seenBy(world: BusWorld): Promise<WaitingEvent[]> {
  return collect(world.client().peekEvents(SUB));
}

/** Messages of events. */
function messagesOf(events: readonly WaitingEvent[]): unknown[] {
  return events.map(({ event }) => (event?.eventType === "operation" ? event.message : event?.eventType));
}

describe("Events that wait", () => {
  it("are looked at in their order, page after page, and are all there for whoever receives them", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    const numbers = Array.from({ length: 250 }, (_, index) => index);
    await world.client().publishEvents(numbers.map((n) => operation(n)));
    expect(messagesOf(await seenBy(world))).toEqual(numbers.map((n) => `step ${n}`));
    expect(messagesOf(await seenBy(world))).toHaveLength(250);
    const attempts: number[] = [];
    const processor = await world.receive((_event, { attempt }) => attempts.push(attempt));
    await expect.poll(() => processor.stats().handled).toBe(250);
    expect(new Set(attempts)).toEqual(new Set([1]));
  });

  it("are told with all that is known of them, also when they are none", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    await world.client().publishEvent(operation(1, { event_id: "id-1" }));
    await sendRaw(world, { body: Buffer.from("{"), messageId: "raw" });
    const [first, second] = await seenBy(world);
    expect(first).toMatchObject({
      sequenceNumber: "1",
      eventId: "id-1",
      enqueuedAt: expect.any(Date),
      sessionId: "run-1",
      deliveryCount: 0,
      event: { eventType: "operation", runId: "run-1" },
      body: operation(1, { event_id: "id-1" }),
    });
    expect(second).toMatchObject({ eventId: "raw", event: undefined, body: Buffer.from("{") });
  });

  it("are seen in a subscription with sessions, too", async () => {
    verifies("BUS-07");
    const world = await busWorld({ subscription: { requiresSession: true } });
    await world.client().publishEvents([operation(1), operation(2, { run_id: "run-2" })]);
    expect((await seenBy(world)).map(({ sessionId }) => sessionId)).toEqual(["run-1", "run-2"]);
  });

  it("are not those that are replayed for another subscription", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    await sendRaw(
      world,
      { body: operation(1), messageId: "a", applicationProperties: { azlin_replay_for: "archive" } },
      { body: operation(2), messageId: "b", applicationProperties: { azlin_replay_for: SUB } },
    );
    expect(messagesOf(await seenBy(world))).toEqual(["step 2"]);
  });

  it("are followed as they come, each once, until the signal aborts", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    const publisher = world.client();
    await publisher.publishEvent(operation(1));
    const end = new AbortController();
    const seen: WaitingEvent[] = [];
    const following = (async () => {
      const options = { follow: true, signal: end.signal };
      for await (const event of peekEvents(world.connection, { topicName: TOPIC, subscriptionName: SUB }, options)) {
        seen.push(event);
      }
    })();
    await expect.poll(() => messagesOf(seen), { timeout: 5_000 }).toEqual(["step 1"]);
    await publisher.publishEvents([operation(2), operation(3)]);
    await expect.poll(() => messagesOf(seen), { timeout: 5_000 }).toEqual(["step 1", "step 2", "step 3"]);
    end.abort(new Error("enough"));
    await expect(following).rejects.toThrow("enough");
    expect(world.broker.stats().connections).toBe(1);
  });

  it("leave no connection behind when nobody looks on", async () => {
    const world = await busWorld();
    const publisher = world.client();
    await publisher.publishEvents([operation(1), operation(2)]);
    for await (const { event } of world.client().peekEvents(SUB, { follow: true })) {
      expect(event).toMatchObject({ message: "step 1" });
      break;
    }
    await publisher.close();
    await expect.poll(() => world.broker.stats().connections).toBe(0);
  });

  it("of a subscription that is not there are an error, which is told in our words", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    await expect(collect(world.client().peekEvents("nowhere"))).rejects.toMatchObject({
      code: "BUS_ENTITY_NOT_FOUND",
      message: expect.stringMatching(/^Looking at events failed: /),
    });
  });

  it("are not looked for once the signal has aborted", async () => {
    const world = await busWorld();
    const signal = AbortSignal.abort(new Error("no more"));
    await expect(collect(world.client().peekEvents(SUB, { signal }))).rejects.toThrow("no more");
  });
});
