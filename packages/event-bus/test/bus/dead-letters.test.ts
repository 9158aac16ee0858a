import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { PermanentEventError, summarizeDeadLetters } from "../../src/index.ts";
import { busWorld, SUBSCRIPTION as SUB, TOPIC, type BusWorld } from "../support/bus-world.ts";
import { collect } from "../support/collect.ts";
import { sendRaw } from "../support/raw-client.ts";
import { operation } from "../support/sample-events.ts";

async function withDeadLetters(): Promise<BusWorld> {
  const world = await busWorld({ topic: { requiresDuplicateDetection: true } });
  const processor = await world.receive(({ eventType }) => {
    if (eventType === "operation") throw new PermanentEventError("not yet");
  });
  await world.client().publishEvents([operation(1), operation(2), operation(3)]);
  await sendRaw(world, { body: Buffer.from("{") });
  await expect.poll(() => processor.stats().deadLettered).toBe(4);
  await processor.stop();
  return world;
}

describe("Dead letters", () => {
  it("are looked at without being touched, and counted by reason", async () => {
    verifies("BUS-07");
    const world = await withDeadLetters();
    const summary = await summarizeDeadLetters(world.client().listDeadLetters(SUB));
    expect(summary).toMatchObject({
      total: 4,
      byReason: { HandlerRefused: 3, MalformedJson: 1 },
      byEventType: { operation: 3, malformed: 1 },
    });
    expect(summary.oldest).toBeInstanceOf(Date);
    expect(world.deadLetters()).toBe(4);
  });

  it("come back to their subscription, and to no other; each is done once", async () => {
    verifies("BUS-07");
    const world = await withDeadLetters();
    world.broker.createSubscription(TOPIC, "archive");
    const filter = ({ reason }: { reason: string }): boolean => reason === "HandlerRefused";
    const planned = await world.client().replayDeadLetters(SUB, { filter, dryRun: true });
    expect([planned.replayed.length, planned.kept, world.deadLetters()]).toEqual([3, 1, 4]);
    const report = await world.client().replayDeadLetters(SUB, { filter });
    expect([report.replayed.length, report.kept, world.deadLetters()]).toEqual([3, 1, 1]);

    const done: unknown[] = [];
    const elsewhere: unknown[] = [];
    const processor = await world.receive((event) => done.push(event));
    const archive = await world.client().subscribe("archive", (event) => elsewhere.push(event));
    await expect.poll(() => processor.stats().handled).toBe(3);
    await expect.poll(() => archive.stats().skipped).toBe(3);
    await archive.stop();
    expect(elsewhere).toEqual([]);
    expect(done).toMatchObject([{ message: "step 1" }, { message: "step 2" }, { message: "step 3" }]);
  });

  it("can be replayed a few at a time, and again when they fail again", async () => {
    verifies("BUS-07");
    const world = await withDeadLetters();
    const filter = ({ reason }: { reason: string }): boolean => reason !== "MalformedJson";
    const first = await world.client().replayDeadLetters(SUB, { filter, maxCount: 1 });
    expect([first.replayed.length, world.deadLetters(), world.waiting()]).toEqual([1, 3, 1]);
    const processor = await world.receive(() => {
      throw new PermanentEventError("still not");
    });
    await expect.poll(() => processor.stats().deadLettered).toBe(1);
    await processor.stop();
    const again = await world.client().replayDeadLetters(SUB, { filter: ({ replays }) => replays === 1 });
    expect(again.replayed.map(({ eventId }) => eventId)).toEqual([first.replayed[0]!.eventId]);
    expect(world.waiting()).toBe(1);
  });

  it("are told one by one as they come back, and a dry run neither tells nor delivers any", async () => {
    verifies("BUS-07");
    const world = await withDeadLetters();
    const told: string[] = [];
    const onReplayed = ({ eventId }: { eventId: string }): void => void told.push(eventId);
    const planned = await world.client().replayDeadLetters(SUB, { maxCount: 2, dryRun: true, onReplayed });
    expect([planned.replayed.length, told]).toEqual([2, []]);
    const before = await collect(world.client().listDeadLetters(SUB));
    const report = await world.client().replayDeadLetters(SUB, { maxCount: 2, onReplayed });
    expect(told).toEqual(report.replayed.map(({ eventId }) => eventId));
    expect(told).toEqual(planned.replayed.map(({ eventId }) => eventId));
    const left = await collect(world.client().listDeadLetters(SUB));
    expect(left).toEqual(before.slice(2));
  });

  it("that are not meant are free at once for whoever replays next", async () => {
    verifies("BUS-07");
    const world = await withDeadLetters();
    const filter = ({ body }: { body: unknown }): boolean => JSON.stringify(body).includes("step 3");
    const first = await world.client().replayDeadLetters(SUB, { filter, maxCount: 1 });
    expect([first.replayed.length, first.kept]).toEqual([1, 2]);
    const rest = await world.client().replayDeadLetters(SUB);
    expect([rest.replayed.length, rest.kept, world.deadLetters()]).toEqual([3, 0, 0]);
  });

  it("that were received and not replayed are given back when the replay fails", async () => {
    verifies("BUS-07");
    const world = await withDeadLetters();
    const onReplayed = (): void => {
      throw new Error("the listener fails");
    };
    await expect(world.client().replayDeadLetters(SUB, { onReplayed })).rejects.toThrow("the listener fails");
    const rest = await world.client().replayDeadLetters(SUB);
    expect([rest.replayed.length, world.deadLetters()]).toEqual([3, 0]);
  });

  it("of a subscription that is not there are an error", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    const list = world.client().listDeadLetters("nowhere");
    await expect(summarizeDeadLetters(list)).rejects.toMatchObject({ code: "BUS_ENTITY_NOT_FOUND" });
  });

  it("are counted also by a type that is called like a part of JavaScript", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    const processor = await world.receive(() => {
      throw new PermanentEventError("not yet");
    });
    await world.client().publishEvent({ event_type: "constructor" });
    await expect.poll(() => processor.stats().deadLettered).toBe(1);
    const { byEventType } = await summarizeDeadLetters(world.client().listDeadLetters(SUB));
    expect(Object.entries(byEventType)).toEqual([["constructor", 1]]);
  });

  it("that are waited for in a replay are let go at once when it is aborted", async () => {
    verifies("BUS-07");
    const world = await withDeadLetters();
    const stop = new AbortController();
    const reason = new Error("enough");
    const replay = world.client().replayDeadLetters(SUB, {
      filter: () => {
        stop.abort(reason);
        return false;
      },
      signal: stop.signal,
    });
    await expect(replay).rejects.toThrow("enough");
    expect(world.deadLetters()).toBe(4);
    expect((await world.client().replayDeadLetters(SUB)).replayed).toHaveLength(4);
  });
});
