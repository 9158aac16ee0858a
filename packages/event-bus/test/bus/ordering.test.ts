import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import type { EventHandler, SequenceGap } from "../../src/index.ts";
import { busWorld, type BusWorld } from "../support/bus-world.ts";
import { withSession } from "../support/raw-client.ts";
import { operation } from "../support/sample-events.ts";

const RUNS = ["a", "b", "c"];

async function publishRuns(world: BusWorld, perRun: number): Promise<void> {
  const events = Array.from({ length: perRun }, (_, n) => RUNS.map((run_id) => operation(n, { run_id }))).flat();
  expect((await world.client().publishEvents(events)).failed).toEqual([]);
}

describe("Events of a run", () => {
  it("come in their order, also when handlers fail and two consumers share the work", async () => {
    verifies("BUS-07");
    const world = await busWorld({ subscription: { requiresSession: true } });
    await publishRuns(world, 30);
    const seen: Record<string, number[]> = {};
    let calls = 0;
    const handler: EventHandler = async (_event, { wire }) => {
      calls += 1;
      if (calls % 17 === 0) throw new Error("now and then");
      await Promise.resolve();
      (seen[String(wire["run_id"])] ??= []).push((wire["details"] as { n: number }).n);
    };
    const options = { isOrdered: true, concurrency: 2 };
    await world.receive(handler, options);
    const other = await world.receive(handler, options);
    await expect.poll(() => Object.values(seen).flat().length, { timeout: 15_000 }).toBe(90);
    const inOrder = Array.from({ length: 30 }, (_, n) => n);
    expect(seen).toEqual({ a: inOrder, b: inOrder, c: inOrder });
    expect(world.deadLetters()).toBe(0);
    expect(other.stats().missing).toBe(0);
  });

  it("are handled for several runs at once, but one after the other for each", async () => {
    verifies("BUS-07");
    const world = await busWorld({ subscription: { requiresSession: true } });
    await publishRuns(world, 5);
    const running = new Map<string, number>();
    let most = 0;
    let isDoubled = false;
    const processor = await world.receive(
      async (_event, { sessionId }) => {
        running.set(sessionId!, (running.get(sessionId!) ?? 0) + 1);
        isDoubled ||= running.get(sessionId!)! > 1;
        most = Math.max(most, [...running.values()].filter((count) => count > 0).length);
        await new Promise((resolve) => setTimeout(resolve, 30));
        running.set(sessionId!, running.get(sessionId!)! - 1);
      },
      { isOrdered: true, concurrency: 3 },
    );
    await expect.poll(() => processor.stats().handled).toBe(15);
    expect([isDoubled, most]).toEqual([false, 3]);
  });

  it("tell when one of them is missing", async () => {
    verifies("BUS-07");
    const world = await busWorld({ subscription: { requiresSession: true } });
    const client = world.client({ batchSize: 1 });
    await client.publishEvents([operation(1), operation(2)]);
    world.broker.faults.set("drop", { on: "send", times: 2, effect: { drop: true } });
    await client.publishEvents([operation(3), operation(4)]);
    await client.publishEvent(operation(5));
    const gaps: SequenceGap[] = [];
    const processor = await world.receive(() => {}, {
      isOrdered: true,
      concurrency: 1,
      onGap: (gap) => gaps.push(gap),
    });
    await expect.poll(() => processor.stats()).toMatchObject({ handled: 3, missing: 2 });
    expect(gaps).toMatchObject([{ runId: "run-1", from: 3, to: 4 }]);
  });

  it("are not taken for missing when another consumer had them", async () => {
    verifies("BUS-07");
    const world = await busWorld({ subscription: { requiresSession: true } });
    const client = world.client({ batchSize: 1 });
    const gaps: SequenceGap[] = [];
    for (const numbers of [[1, 2], [3], [4, 5]]) {
      for (const n of numbers) {
        if (n === 4) world.broker.faults.set("drop", { on: "send", times: 1, effect: { drop: true } });
        await client.publishEvent(operation(n));
      }
      const options = { isOrdered: true, concurrency: 1, onGap: (gap: SequenceGap) => gaps.push(gap) };
      const processor = await world.receive(() => {}, options);
      await expect.poll(() => world.waiting()).toBe(0);
      await processor.stop();
    }
    // Each consumer knew what the one before it had seen: the dropped fourth is the first of the third one.
    expect(gaps).toMatchObject([{ from: 4, to: 4 }]);
  });

  it.each([
    ["a consumer that died had the session", { azlin_sequences: null }, { azlin_sequences: expect.any(Object) }],
    ["somebody else keeps something in its state", { step: 3 }, { step: 3 }],
  ])("are not known to be missing when %s", async (_why, before, after) => {
    verifies("BUS-07");
    const world = await busWorld({ subscription: { requiresSession: true } });
    const client = world.client({ batchSize: 1 });
    await client.publishEvent(operation(1));
    const options = { isOrdered: true, concurrency: 1 };
    const first = await world.receive(() => {}, options);
    await expect.poll(() => world.waiting()).toBe(0);
    await first.stop();
    await withSession(world, "run-1", (session) => session.setSessionState(before));
    world.broker.faults.set("drop", { on: "send", times: 1, effect: { drop: true } });
    for (const n of [2, 3]) await client.publishEvent(operation(n));
    const second = await world.receive(() => {}, options);
    await expect.poll(() => second.stats().handled).toBe(1);
    await second.stop();
    expect(second.stats().missing).toBe(0);
    expect(await withSession(world, "run-1", (session) => session.getSessionState())).toEqual(after);
  });
});
