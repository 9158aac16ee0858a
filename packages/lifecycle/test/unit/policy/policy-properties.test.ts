import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HealBudget } from "../../../src/policy/healing-policy.ts";
import { HealedFleet, letters, MINUTE, seen, SHUT_DOWN, START, type Sight } from "./healed-fleet.ts";

const sight: fc.Arbitrary<Sight> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<Sight>("F") },
  { weight: 3, arbitrary: fc.constantFrom<Sight>("S") },
  { weight: 2, arbitrary: fc.constantFrom<Sight>("?", "D", SHUT_DOWN) },
  // Somebody restarts it, or starts it, and it does not come up.
  { weight: 1, arbitrary: fc.nat(5).map((operationAtMs) => ({ ...seen("F", 0), power: running(operationAtMs) })) },
);

/** What is seen of one VM, a check a minute: a mood lasts for some checks. */
const life = fc
  .array(fc.tuple(sight, fc.integer({ min: 1, max: 30 })), { minLength: 1, maxLength: 15 })
  .map((moods) => moods.flatMap(([mood, checks]) => Array<Sight>(checks).fill(mood)));

const budgets: fc.Arbitrary<HealBudget[]> = fc.array(
  fc.record({ count: fc.integer({ min: 1, max: 4 }), windowMs: fc.integer({ min: MINUTE, max: 300 * MINUTE }) }),
  { minLength: 1, maxLength: 3 },
);

const fleetOptions = fc.record({
  policy: fc.record({
    restartPolicy: fc.constantFrom("on-failure" as const, "always" as const),
    graceMs: fc.constantFrom(0, MINUTE, 5 * MINUTE),
    cooldownMs: fc.constantFrom(0, 10 * MINUTE, 60 * MINUTE),
    budgets,
  }),
  thresholds: fc.record({ startupGraceMs: fc.constantFrom(0, 5 * MINUTE) }),
  healTakesMs: fc.constantFrom(0, 90_000, 15 * MINUTE),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

function running(operationAtMs: number): ReturnType<typeof seen>["power"] {
  return { state: "running", error: null, agent: null, operationAtMs };
}

describe("whatever happens to a VM", () => {
  it("no budget is exceeded in any window, trials included", () => {
    verifies("LIFE-04");
    fc.assert(
      fc.property(life, fleetOptions, (sights, options) => {
        const fleet = new HealedFleet(options);
        fleet.course(sights);
        const times = fleet.heals.map(({ atMs }) => atMs);
        const most = fleet.policy.budgets.map(({ windowMs }) =>
          Math.max(0, ...times.map((end) => times.filter((time) => time > end - windowMs && time <= end).length)),
        );
        expect(most.filter((count, index) => count > fleet.policy.budgets[index]!.count)).toEqual([]);
      }),
    );
  });

  it("nothing is healed against its user's will, nor for what could not be told", () => {
    verifies("LIFE-04");
    fc.assert(
      fc.property(life, fleetOptions, (sights, options) => {
        const fleet = new HealedFleet(options);
        fleet.course(sights);
        const wrong = fleet.heals.filter(({ atMs, action }) => {
          const { power, ssh, intent } = seen(sights[(atMs - START) / MINUTE]!, atMs);
          const isDown = power.state === "running" && ssh?.state === "refused" && action === "restart";
          return !isDown && !(power.state === "stopped" && intent === "running" && action === "start");
        });
        expect(wrong).toEqual([]);
      }),
    );
  });

  it("a heal begins only when the one before has ended and its grace is over", () => {
    verifies("LIFE-03");
    verifies("LIFE-09");
    fc.assert(
      fc.property(life, fleetOptions, (sights, options) => {
        // Room in the fleet for more, so that it is not this limit that keeps the second heal away.
        const policy = { ...options.policy, fleet: { maxShare: 1 } };
        const fleet = new HealedFleet({ ...options, policy, size: 3 });
        fleet.course(sights);
        const gaps = fleet.heals.slice(1).map(({ atMs }, index) => atMs - fleet.heals[index]!.atMs);
        expect(gaps.filter((gap) => gap < options.healTakesMs + options.policy.graceMs)).toEqual([]);
      }),
    );
  });

  it("nothing is healed within the grace after a change of power that a check has seen", () => {
    verifies("LIFE-04");
    fc.assert(
      fc.property(life, fleetOptions, (sights, options) => {
        const fleet = new HealedFleet(options);
        const keys = sights.map((one, tick) => {
          const { state, operationAtMs } = seen(one, START + tick).power;
          return state === "unknown" ? undefined : `${state} ${operationAtMs}`;
        });
        fleet.course(sights);
        const early = fleet.heals.filter(({ atMs }) => {
          const tick = (atMs - START) / MINUTE;
          const graceTicks = Math.ceil(options.policy.graceMs / MINUTE);
          const states = keys.slice(Math.max(0, tick - graceTicks), tick + 1).map((key) => key?.split(" ")[0]);
          return new Set(states.filter((state) => state !== undefined)).size > 1;
        });
        expect(early).toEqual([]);
      }),
    );
  });

  it("its history survives JSON and decides the same", () => {
    fc.assert(
      fc.property(life, life, fleetOptions, (before, after, options) => {
        const [one, other] = [new HealedFleet(options), new HealedFleet(options)];
        for (const fleet of [one, other]) fleet.course(before);
        const vm = other.vms[0]!;
        vm.history = JSON.parse(JSON.stringify(vm.history)) as typeof vm.history;
        const from = START + before.length * MINUTE;
        expect(other.course(after, from)).toEqual(one.course(after, from));
      }),
    );
  });
});

describe("by default", () => {
  it("exactly three failures without a success between them bring exactly one restart", () => {
    verifies("LIFE-09");
    const course = fc.array(fc.constantFrom("S", "F", "F", "?"), { maxLength: 40 }).map((all) => all.join(""));
    fc.assert(
      fc.property(course, (text) => {
        const fleet = new HealedFleet();
        fleet.course(letters(text));
        const third = /^(?:[S?]|F\?*(?:F\?*)?S)*?(?:F\?*){2}F/.exec(text);
        const first = fleet.heals[0];
        expect(first === undefined ? undefined : (first.atMs - START) / MINUTE + 1).toBe(third?.[0].length);
        const sooner = fleet.heals.filter(({ atMs }) => atMs > first!.atMs && atMs < first!.atMs + 5 * MINUTE);
        expect(sooner).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("a healthy check of a VM without a past changes nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10 * 60 * MINUTE }), { maxLength: 20 }), (gaps) => {
        const fleet = new HealedFleet();
        fleet.check(0, START, "S");
        const [{ history }] = fleet.vms as [(typeof fleet.vms)[number]];
        let atMs = START;
        for (const gap of gaps) fleet.check(0, (atMs += gap), "S");
        expect(fleet.vms[0]!.history).toBe(history);
      }),
    );
  });
});

describe("in a correlated outage", () => {
  const outage = fc.integer({ min: 2, max: 40 }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      failing: fc.uniqueArray(fc.nat(size - 1), { minLength: Math.max(2, Math.ceil(size * 0.3)), maxLength: size }),
      fromRound: fc.nat(5),
      rounds: fc.integer({ min: 1, max: 90 }),
      /** Rounds in which Azure does not say whether the VMs run. */
      unread: fc.uniqueArray(fc.integer({ min: 7, max: 95 }), { maxLength: 30 }),
    }),
  );

  it("nothing is healed on failure, from its first check to its last, whether or not Azure answers", () => {
    verifies("LIFE-04");
    fc.assert(
      fc.property(outage, ({ size, failing, fromRound, rounds, unread }) => {
        const fleet = new HealedFleet({ size });
        const out = new Set(failing);
        for (let round = 0; round < fromRound + rounds; round++) {
          const failure = round > fromRound && unread.includes(round) ? "?" : "F";
          fleet.round(START + round * MINUTE, (index) => (round >= fromRound && out.has(index) ? failure : "S"));
        }
        expect(fleet.heals).toEqual([]);
      }),
    );
  });

  it("that takes the whole fleet, nothing is healed at the first failure either", () => {
    verifies("LIFE-04");
    fc.assert(
      fc.property(outage, ({ size, fromRound, rounds }) => {
        const fleet = new HealedFleet({ size, policy: { restartPolicy: "always" } });
        for (let round = 0; round < fromRound + rounds; round++) {
          fleet.round(START + round * MINUTE, () => (round >= fromRound ? "F" : "S"));
        }
        expect(fleet.heals).toEqual([]);
      }),
    );
  });
});
