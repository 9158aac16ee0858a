import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { busWorld, SUBSCRIPTION, TOPIC } from "../support/bus-world.ts";
import { rawClient } from "../support/raw-client.ts";
import { operation } from "../support/sample-events.ts";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const operations = (count: number) => Array.from({ length: count }, (_, n) => operation(n));

describe("What is fetched ahead", () => {
  it("makes no more handlers run than may", async () => {
    verifies("BUS-03");
    const world = await busWorld();
    await world.client().publishEvents(operations(30));
    let running = 0;
    let most = 0;
    const processor = await world.receive(
      async () => {
        running += 1;
        most = Math.max(most, running);
        await pause(5);
        running -= 1;
      },
      { concurrency: 3, prefetch: 5 },
    );
    await expect.poll(() => processor.stats().handled).toBe(30);
    expect(most).toBe(3);
    expect(processor.stats()).toMatchObject({ received: 30, abandoned: 0 });
  });

  it("is given back when handlers turn out slow, so that others have it", async () => {
    verifies("BUS-03");
    const world = await busWorld();
    await world.client().publishEvents(operations(4));
    let letGo = (): void => {};
    const slow = await world.receive(() => new Promise<void>((resolve) => (letGo = resolve)), {
      concurrency: 1,
      prefetch: 3,
    });
    await expect.poll(() => slow.inFlight).toBe(4);
    const others: unknown[] = [];
    await world.receive((_event, { wire }) => others.push(wire["message"]));
    await expect.poll(() => others.map(String).sort(), { timeout: 5_000 }).toEqual(["step 1", "step 2", "step 3"]);
    expect(slow.stats()).toMatchObject({ handled: 0, abandoned: 3 });
    letGo();
    await expect.poll(() => slow.stats().handled).toBe(1);
  });

  it("is given back when the processor is stopped", async () => {
    verifies("BUS-04");
    const world = await busWorld();
    await world.client().publishEvents(operations(3));
    const begun: unknown[] = [];
    const processor = await world.receive(
      async (_event, { wire }) => {
        begun.push(wire["message"]);
        await pause(100);
      },
      { concurrency: 1, prefetch: 2 },
    );
    await expect.poll(() => processor.inFlight).toBe(3);
    await processor.stop();
    expect(begun).toEqual(["step 0"]);
    expect(processor.stats()).toMatchObject({ handled: 1, abandoned: 2 });
    expect(world.waiting()).toBe(2);
  });
});

describe("A lock", () => {
  it("is kept for a handler that takes longer than it lasts", async () => {
    verifies("BUS-03");
    const world = await busWorld({ subscription: { lockDurationMs: 5_000 } });
    await world.client().publishEvent(operation(1));
    const attempts: number[] = [];
    const processor = await world.receive(async (_event, { attempt }) => {
      attempts.push(attempt);
      await pause(6_500);
    });
    await expect.poll(() => processor.stats().handled, { timeout: 12_000 }).toBe(1);
    await expect.poll(() => world.waiting()).toBe(0);
    expect(attempts).toEqual([1]);
    // A message that is being handled is none that waits: the receiver is not taken for a dead one.
    expect(processor.stats()).toMatchObject({ received: 1, unsettled: 0, rebuilds: 0 });
  });

  it("is good for settling after the receiver was made anew", async () => {
    verifies("BUS-05");
    const world = await busWorld();
    await world.client().publishEvents([operation(1), operation(2)]);
    // One message that another receiver holds looks like one that nobody gets.
    const raw = rawClient(world);
    const [held] = await raw.createReceiver(TOPIC, SUBSCRIPTION).receiveMessages(1);
    let letGo = (): void => {};
    const processor = await world.receive(() => new Promise<void>((resolve) => (letGo = resolve)));
    await expect.poll(() => processor.stats().rebuilds, { timeout: 5_000 }).toBeGreaterThan(0);
    letGo();
    await expect.poll(() => processor.inFlight).toBe(0);
    expect(held).toBeDefined();
    expect(processor.stats()).toMatchObject({ received: 1, handled: 1, unsettled: 0 });
  });

  it("is good for settling after the link of its message has ended", async () => {
    verifies("BUS-05");
    const world = await busWorld();
    const client = world.client();
    await client.publishEvent(operation(1));
    const letGo: (() => void)[] = [];
    const processor = await world.receive(() => new Promise<void>((resolve) => letGo.push(resolve)));
    await expect.poll(() => letGo.length).toBe(1);
    const detach = { detach: { condition: "amqp:link:detach-forced" } };
    world.broker.faults.set("detach", { on: "receive", times: 1, effect: detach });
    // The second ends the link instead of arriving, the third comes over the next one.
    await client.publishEvents([operation(2), operation(3)]);
    await expect.poll(() => letGo.length).toBe(2);
    for (const end of letGo) end();
    await expect.poll(() => processor.inFlight).toBe(0);
    expect(processor.stats()).toMatchObject({ received: 2, handled: 2, unsettled: 0 });
  });
});
