import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CountOf, Observation } from "../../src/index.ts";
import { course, judgeAll, power, seen, ssh } from "../support/observations.ts";

const countOf: fc.Arbitrary<CountOf> = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 5 }))
  .map(([count, more]) => ({ count, of: count + more }));

const thresholds = fc.record({
  down: countOf,
  up: countOf,
  startupGraceMs: fc.constantFrom(0, 60_000, 300_000),
});

const observation: fc.Arbitrary<Observation> = fc
  .record({
    state: fc.constantFrom(
      ...(["running", "running", "running", "starting", "stopping", "stopped"] as const),
      ...(["deallocating", "deallocated", "unknown", "deleted"] as const),
    ),
    door: fc.constantFrom(...(["open", "refused", "no-answer", "closed", "mute", "not-ssh", "unknown", null] as const)),
    operationAtMs: fc.constantFrom(null, 1, 2),
    intent: fc.constantFrom(null, "running" as const, "stopped" as const),
    isSpot: fc.boolean(),
  })
  .map(({ state, door, operationAtMs, ...rest }) =>
    seen({ power: power(state, { operationAtMs }), ssh: door === null ? null : ssh(door), ...rest }),
  );

/** Whether this may count against a VM: a door that is not open while it runs, or a stop against its user's will. */
function mayFail({ power: { state }, ssh, intent }: Observation): boolean {
  if (state === "running") return ssh !== null && ssh.state !== "open" && ssh.state !== "unknown";
  return (state === "stopped" || state === "deallocated") && intent === "running";
}

const life = fc.array(observation, { maxLength: 40 });

describe("whatever happens to it, a VM", () => {
  it("is healthy only in a check in which it answers", () => {
    verifies("LIFE-02");
    fc.assert(
      fc.property(life, thresholds, (observations, limits) => {
        const healthy = judgeAll(observations, limits).flatMap(({ status }, index) =>
          status === "healthy" ? observations[index]!.ssh?.state : [],
        );
        expect(healthy.filter((door) => door !== "open")).toEqual([]);
      }),
    );
  });

  it("is down only in a check that fails, with as many failures behind it as the threshold says", () => {
    verifies("LIFE-02");
    fc.assert(
      fc.property(life, thresholds, (observations, limits) => {
        const tooSoon = judgeAll(observations, limits).filter(({ isDown }, index) => {
          const failing = observations.slice(0, index + 1).map((one) => mayFail(one));
          return isDown && (failing.at(-1) === false || failing.filter(Boolean).length < limits.down.count);
        });
        expect(tooSoon).toEqual([]);
      }),
    );
  });

  it("is never down because its user stopped it", () => {
    fc.assert(
      fc.property(life, thresholds, (observations, limits) => {
        const down = judgeAll(observations, limits).flatMap(({ isDown }, index) =>
          isDown ? observations[index]! : [],
        );
        const stopped = down.filter(({ power: { state } }) => state !== "running");
        expect(stopped.filter(({ intent, power: { state } }) => intent !== "running" || state === "unknown")).toEqual(
          [],
        );
      }),
    );
  });

  it("has a history that survives JSON and decides the same", () => {
    fc.assert(
      fc.property(life, life, thresholds, (before, after, limits) => {
        const { history } = judgeAll([seen(), ...before], limits).at(-1)!;
        const restored = JSON.parse(JSON.stringify(history)) as typeof history;
        expect(judgeAll(after, limits, restored)).toEqual(judgeAll(after, limits, history));
      }),
    );
  });
});

describe("of a running VM", () => {
  const letters = fc.array(fc.constantFrom("S", "F"), { maxLength: 30 }).map((all) => all.join(""));

  it("checks that could not tell change no other check's verdict, wherever they come", () => {
    verifies("LIFE-02");
    fc.assert(
      fc.property(letters, fc.array(fc.nat(30)), thresholds, (told, places, limits) => {
        const mixed = places.reduce((text, at) => `${text.slice(0, at)}?${text.slice(at)}`, told);
        const verdicts = judgeAll(course(mixed), limits).filter((_, index) => mixed[index] !== "?");
        const plain = judgeAll(course(told), limits);
        expect(verdicts.map(({ status, failures }) => [status, failures])).toEqual(
          plain.map(({ status, failures }) => [status, failures]),
        );
      }),
    );
  });

  it("exactly the threshold's failures in a row bring down what was healthy, not one less", () => {
    verifies("LIFE-02");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (count) => {
        const verdicts = judgeAll(course(`S${"F".repeat(count)}`), { down: { count, of: count } });
        expect(verdicts.map(({ isDown }) => isDown)).toEqual([...Array(count).fill(false), true]);
      }),
    );
  });

  it("down takes so many of the last so many, in whatever order they come", () => {
    const failures = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(failures, (order) => {
        const text = order.map((fails) => (fails ? "F" : "S")).join("");
        const verdicts = judgeAll(course(`SSSSS${text}`), { down: { count: 3, of: 5 } });
        const isReached = order.filter(Boolean).length >= 3;
        expect(verdicts.some(({ isDown }) => isDown)).toBe(isReached);
      }),
    );
  });
});
