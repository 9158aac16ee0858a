import { seededRandom } from "@azlin/core";
import { verifies, withTempHome } from "@azlin/testing";
import { judgeSoak, soakEvent } from "@azlin/testing/event-ledger";
import { describe, expect, it } from "vitest";
import { FileOutbox, memoryIdempotencyStore, type EventHandler } from "../../src/index.ts";
import { busWorld, SUBSCRIPTION, type BusWorld } from "../support/bus-world.ts";

const BUDGET_MS = 6_000;
const RUNS = 20;
const WAVE = 200;

const NOTHING_WRONG = {
  lost: [],
  doubled: [],
  disordered: [],
  poisonDone: [],
  poisonLost: [],
  unreasoned: [],
  wronged: [],
};

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
      const effects: { n: number; run: string }[] = [];
      const handler: EventHandler = (_event, { wire }) => {
        const { n, isPoison } = wire["details"] as { readonly n: number; readonly isPoison: boolean };
        if (isPoison) throw new TypeError(`poison ${n}`);
        effects.push({ n, run: String(wire["run_id"]) });
      };
      const idempotency = memoryIdempotencyStore();
      const options = { isOrdered: true, concurrency: RUNS / 2, idempotency, maxAttempts: 1_000 };
      const isPermanent = (error: unknown): boolean => error instanceof TypeError;
      await world.receive(handler, { ...options, isPermanent });
      await world.receive(handler, { ...options, isPermanent });

      const startedAt = performance.now();
      let published = 0;
      while (performance.now() - startedAt < BUDGET_MS) {
        const wave = Array.from({ length: WAVE }, (_, index) => soakEvent(published + index, { runs: RUNS }));
        expect((await client.publishEvents(wave)).failed).toEqual([]);
        published += WAVE;
        await client.flush();
        await world.eventually(() => true, true);
      }
      await world.eventually(() => world.waiting(), 0);
      expect(published).toBeGreaterThanOrEqual(WAVE);
      world.broker.faults.clear();
      const deadLetters: { n: number; reason: string | undefined }[] = [];
      for await (const { event, reason } of client.listDeadLetters(SUBSCRIPTION)) {
        const { details } = event as { readonly details?: { readonly n?: unknown } };
        deadLetters.push({ n: Number(details?.n), reason });
      }
      expect(judgeSoak({ published }, { effects, deadLetters })).toEqual(NOTHING_WRONG);
      expect(new Set(deadLetters.map(({ reason }) => reason))).toEqual(new Set(["HandlerRefused"]));
      await client.close();
    });
  });
});
