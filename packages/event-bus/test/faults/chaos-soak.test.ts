import { seededRandom } from "@azlin/core";
import { verifies, withTempHome } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { FileOutbox, memoryIdempotencyStore, summarizeDeadLetters, type EventHandler } from "../../src/index.ts";
import { busWorld, SUBSCRIPTION, type BusWorld } from "../support/bus-world.ts";
import { operation } from "../support/sample-events.ts";

const BUDGET_MS = 6_000;
const RUNS = 20;
const WAVE = 200;

function letChaosIn({ broker }: BusWorld): void {
  const detach = { detach: { condition: "amqp:link:detach-forced" } };
  broker.faults.set("twice", { on: "send", probability: 0.05, seed: 1, effect: { duplicate: true } });
  broker.faults.set("cut-send", { on: "send", probability: 0.01, seed: 2, effect: { reset: true } });
  broker.faults.set("busy", { on: "send", probability: 0.02, seed: 3, effect: { throttle: true } });
  broker.faults.set("cut-receive", { on: "receive", probability: 0.002, seed: 4, effect: { reset: true } });
  broker.faults.set("detach", { on: "receive", probability: 0.003, seed: 5, effect: detach });
  broker.faults.set("lost", { on: "settle", probability: 0.003, seed: 6, effect: detach });
}

describe("Chaos", { timeout: 60_000 }, () => {
  it("loses no event, doubles no effect, keeps the order of runs, and gives every poison message its reason", async () => {
    verifies("BUS-02", "BUS-03", "BUS-05", "BUS-07");
    await withTempHome(async (home) => {
      const world = await busWorld({
        hasOwnTime: true,
        subscription: { requiresSession: true, maxDeliveryCount: 1_000 },
      });
      const client = world.client({ outbox: await FileOutbox.open(home), random: seededRandom(7) });
      letChaosIn(world);
      const effects: Record<string, number[]> = {};
      const handler: EventHandler = (_event, { wire }) => {
        const { n, isPoison } = wire["details"] as { readonly n: number; readonly isPoison: boolean };
        if (isPoison) throw new TypeError(`poison ${n}`);
        (effects[String(wire["run_id"])] ??= []).push(n);
      };
      const idempotency = memoryIdempotencyStore();
      const options = { isOrdered: true, concurrency: RUNS / 2, idempotency, maxAttempts: 1_000 };
      const isPermanent = (error: unknown): boolean => error instanceof TypeError;
      await world.receive(handler, { ...options, isPermanent });
      await world.receive(handler, { ...options, isPermanent });

      const expected: Record<string, number[]> = {};
      const startedAt = performance.now();
      let published = 0;
      let poison = 0;
      while (performance.now() - startedAt < BUDGET_MS) {
        const wave = Array.from({ length: WAVE }, () => {
          const n = published++;
          const run = `run-${n % RUNS}`;
          const isPoison = n % 50 === 7;
          if (isPoison) poison += 1;
          else (expected[run] ??= []).push(n);
          return operation(n, { run_id: run, details: { n, isPoison } });
        });
        expect((await client.publishEvents(wave)).failed).toEqual([]);
        await client.flush();
        await world.eventually(() => true, true);
      }
      await world.eventually(() => world.waiting(), 0);
      expect(published).toBeGreaterThanOrEqual(WAVE);
      expect(effects).toEqual(expected);
      world.broker.faults.clear();
      const { byReason } = await summarizeDeadLetters(client.listDeadLetters(SUBSCRIPTION));
      expect(Object.keys(byReason)).toEqual(["HandlerRefused"]);
      // A poison message that was doubled on its way is there twice.
      expect(byReason["HandlerRefused"]).toBeGreaterThanOrEqual(poison);
      await client.close();
    });
  });
});
