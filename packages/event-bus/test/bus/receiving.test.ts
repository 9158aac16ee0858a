import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { memoryIdempotencyStore, PermanentEventError, type AgentEvent } from "../../src/index.ts";
import { busWorld } from "../support/bus-world.ts";
import { sendRaw } from "../support/raw-client.ts";
import { operation } from "../support/sample-events.ts";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const letters = async <T>(list: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const letter of list) all.push(letter);
  return all;
};
const SUB = "orchestrator-sub";

describe("Receiving", () => {
  it("dead-letters what is malformed, with the reason, and goes on", async () => {
    verifies("BUS-03");
    const world = await busWorld();
    const body = Buffer.from("{ nope");
    await sendRaw(world, { body }, { body: { event_type: "operation", run_id: "r" } }, { body: operation(1) });
    const events: AgentEvent[] = [];
    const processor = await world.receive((event) => events.push(event));
    await expect
      .poll(() => processor.stats())
      .toMatchObject({ received: 3, handled: 1, malformed: 2, deadLettered: 2 });
    const found = await letters(world.client().listDeadLetters(SUB));
    expect(
      found
        .map(({ reason, description }) => [reason, description])
        .sort(([left], [right]) => left!.localeCompare(right!)),
    ).toEqual([
      ["MalformedJson", "The body is no JSON."],
      ["SchemaViolation", "scenario_name is missing."],
    ]);
    expect(found.find(({ reason }) => reason === "MalformedJson")!.body).toEqual(body);
    expect(events).toMatchObject([{ message: "step 1" }]);
  });

  it("gives each of many messages that are settled at once the outcome that is meant for it", async () => {
    verifies("BUS-03");
    const world = await busWorld();
    await world.client().publishEvents(Array.from({ length: 300 }, (_, n) => operation(n)));
    const processor = await world.receive(
      (_event, { wire }) => {
        const { n } = wire["details"] as { readonly n: number };
        if (n % 3 === 1) throw new PermanentEventError(`number ${n}`);
        if (n % 3 === 2) throw new Error(`number ${n}`);
      },
      { maxAttempts: 2, retryDelayMs: 0 },
    );
    await expect.poll(() => processor.stats()).toMatchObject({ handled: 100, deadLettered: 200, abandoned: 100 });
    const found = await letters(world.client().listDeadLetters(SUB));
    const reasons = { 1: "HandlerRefused", 2: "HandlerFailed" } as Record<number, string>;
    for (const { event, reason, description } of found) {
      const { n } = (event as unknown as { readonly details: { readonly n: number } }).details;
      expect(reason).toBe(reasons[n % 3]);
      expect(description).toMatch(new RegExp(`number ${n}$`));
    }
    expect(found).toHaveLength(200);
  });

  it("drops what is malformed when it is told to, as the seed has it", async () => {
    verifies("BUS-03");
    const world = await busWorld();
    await sendRaw(world, { body: Buffer.from("{ nope") });
    const processor = await world.receive(() => {}, { malformed: "complete" });
    await expect.poll(() => processor.stats()).toMatchObject({ malformed: 1, deadLettered: 0 });
    expect([world.waiting(), world.deadLetters()]).toEqual([0, 0]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("boom");
      },
    ],
    ["rejects", () => Promise.reject(new Error("boom"))],
    [
      "rejects late",
      async () => {
        await pause(30);
        throw new Error("boom");
      },
    ],
  ])("brings an event back when its handler %s, and dead-letters it in the end", async (_name, fail) => {
    verifies("BUS-03");
    const world = await busWorld();
    await world.client().publishEvents([operation(1), operation(2)]);
    let attempts = 0;
    const processor = await world.receive(
      (event) => {
        if (event.eventType !== "operation" || event.message !== "step 1") return undefined;
        attempts += 1;
        return fail();
      },
      { maxAttempts: 3 },
    );
    await expect.poll(() => processor.stats()).toMatchObject({ handled: 1, abandoned: 2, deadLettered: 1 });
    expect(attempts).toBe(3);
    const [letter] = await letters(world.client().listDeadLetters(SUB));
    expect(letter).toMatchObject({ reason: "HandlerFailed", description: "3 attempts failed. The last: boom" });
  });

  it("waits longer before each delivery of an event that fails", async () => {
    verifies("BUS-03");
    const world = await busWorld();
    await world.client().publishEvent(operation(1));
    const times: number[] = [];
    const handler = (): never => {
      times.push(performance.now());
      throw new Error("boom");
    };
    const options = { maxAttempts: 4, retryDelayMs: 80, maxRetryDelayMs: 10_000, random: { next: () => 0.999 } };
    const processor = await world.receive(handler, options);
    await expect.poll(() => processor.stats().deadLettered).toBe(1);
    const waits = times.slice(1).map((time, index) => time - times[index]!);
    [80, 160, 320].forEach((least, index) => expect(waits[index]).toBeGreaterThan(least * 0.95));
  });

  it("dead-letters at once what a handler refuses for good", async () => {
    verifies("BUS-03");
    const world = await busWorld();
    await world.client().publishEvent(operation(1));
    const processor = await world.receive(() => {
      throw new PermanentEventError("the run is unknown");
    });
    await expect.poll(() => processor.stats()).toMatchObject({ received: 1, deadLettered: 1, abandoned: 0 });
    const [letter] = await letters(world.client().listDeadLetters(SUB));
    expect(letter).toMatchObject({ reason: "HandlerRefused", description: "the run is unknown" });
  });

  it("hands unknown types on, whole, and counts them", async () => {
    verifies("BUS-04");
    const world = await busWorld();
    const raw = { event_type: "teleported", to: ["mars"] };
    await sendRaw(world, { body: raw });
    const events: AgentEvent[] = [];
    const processor = await world.receive((event) => events.push(event));
    await expect.poll(() => processor.stats()).toMatchObject({ handled: 1, unknownTypes: 1 });
    expect(events).toMatchObject([{ eventType: "unknown", originalType: "teleported", raw }]);
  });

  it("does an event once that comes several times", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    world.broker.faults.set("twice", { on: "send", effect: { duplicate: true } });
    await world.client().publishEvents([operation(1), operation(2)]);
    const done: unknown[] = [];
    const processor = await world.receive((event) => done.push(event));
    await expect.poll(() => processor.stats()).toMatchObject({ received: 4, handled: 2, skipped: 2 });
    expect(done).toHaveLength(2);
  });

  it("does an event once whose lock was lost while it was handled", async () => {
    verifies("BUS-07");
    const world = await busWorld({ hasOwnTime: true });
    await world.client().publishEvent(operation(1));
    let done = 0;
    world.broker.faults.set("lost", {
      on: "settle",
      times: 1,
      effect: { reject: { condition: "com.microsoft:message-lock-lost" } },
    });
    const processor = await world.receive(() => (done += 1));
    await world.eventually(() => processor.stats().skipped, 1);
    expect(processor.stats()).toMatchObject({ handled: 1, unsettled: 1, skipped: 1 });
    expect(done).toBe(1);
    expect(world.waiting()).toBe(0);
  });

  it("joins a handler that still runs when its event comes again, instead of starting another", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    let started = 0;
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    const processor = await world.receive(() => {
      started += 1;
      return ended;
    });
    await sendRaw(world, { body: operation(1), messageId: "same" }, { body: operation(1), messageId: "same" });
    await expect.poll(() => processor.inFlight).toBe(2);
    end();
    await expect.poll(() => processor.stats()).toMatchObject({ handled: 1, skipped: 1 });
    expect(started).toBe(1);
  });

  it("shares what is done between consumers of one name", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    const idempotency = memoryIdempotencyStore();
    const done: unknown[] = [];
    const options = { idempotency, concurrency: 4 };
    await world.receive((event) => done.push(event), options);
    await world.receive((event) => done.push(event), options);
    world.broker.faults.set("twice", { on: "send", effect: { duplicate: true } });
    await world.client().publishEvents(Array.from({ length: 60 }, (_, n) => operation(n)));
    await expect.poll(() => world.waiting()).toBe(0);
    await expect.poll(() => done.length).toBe(60);
  });

  it("gives a handler that hangs up after its time, and takes it for failed", async () => {
    verifies("BUS-03");
    const world = await busWorld();
    await world.client().publishEvent(operation(1));
    const signals: AbortSignal[] = [];
    const processor = await world.receive(
      (_event, { signal }) => {
        signals.push(signal);
        return new Promise(() => {});
      },
      { handlerTimeoutMs: 50, maxAttempts: 2 },
    );
    await expect.poll(() => processor.stats()).toMatchObject({ abandoned: 1, deadLettered: 1 });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    const [letter] = await letters(world.client().listDeadLetters(SUB));
    expect(letter!.description).toContain("Gave up handling an event after 50 ms");
  });
});

describe("Stopping", () => {
  it("lets handlers end, and what they did is settled", async () => {
    verifies("BUS-05");
    const world = await busWorld();
    await world.client().publishEvents(Array.from({ length: 20 }, (_, n) => operation(n)));
    let done = 0;
    const processor = await world.receive(
      async () => {
        await pause(200);
        done += 1;
      },
      { concurrency: 5 },
    );
    await expect.poll(() => processor.inFlight).toBe(5);
    await processor.stop();
    expect([processor.state, processor.inFlight]).toEqual(["stopped", 0]);
    expect(processor.stats().handled).toBe(done);
    expect(world.waiting()).toBe(20 - done);
    expect(processor.stats().unsettled).toBe(0);
    await processor.finished;
  });

  it("does not wait for ever for a handler that hangs; its event comes again", async () => {
    verifies("BUS-05");
    const world = await busWorld();
    await world.client().publishEvent(operation(1));
    const processor = await world.receive(() => new Promise(() => {}), { drainTimeoutMs: 100 });
    await expect.poll(() => processor.inFlight).toBe(1);
    await processor.stop();
    expect(processor.state).toBe("stopped");
    expect(world.waiting()).toBe(1);
    expect(processor.stats()).toMatchObject({ abandoned: 1 });
  });

  it.each(["at once", "twice", "while it waits to try again"])("works %s", async (when) => {
    verifies("BUS-05");
    const world = await busWorld();
    if (when === "while it waits to try again") await world.client().publishEvent(operation(1));
    const processor = await world.receive(
      () => {
        throw new Error("boom");
      },
      { retryDelayMs: 60_000, maxRetryDelayMs: 60_000 },
    );
    await expect.poll(() => processor.inFlight).toBe(when === "while it waits to try again" ? 1 : 0);
    const stopping = [processor.stop(), ...(when === "twice" ? [processor.stop()] : [])];
    await Promise.all(stopping);
    expect(processor.state).toBe("stopped");
  });
});
