import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import type { Decision } from "../../../src/policy/decision.ts";
import { HealedFleet, MINUTE, START, type Sight } from "./healed-fleet.ts";

/** Rounds of checks a minute apart; VMs of `failing` fail in each. */
function rounds(fleet: HealedFleet, count: number, failing: (index: number, round: number) => boolean): Decision[] {
  return Array.from({ length: count }, (_, round) =>
    fleet.round(START + round * MINUTE, (index): Sight => (failing(index, round) ? "F" : "S")),
  ).flat();
}

const healed = (fleet: HealedFleet): number[] => fleet.heals.map(({ index }) => index);

describe("in a small fleet", () => {
  it.each([1, 2, 3])("of %i, the one VM that fails is healed", (size) => {
    verifies("LIFE-04");
    const fleet = new HealedFleet({ size });
    rounds(fleet, 4, (index) => index === 0);
    expect(healed(fleet)).toEqual([0]);
  });

  it.each([2, 3])("of %i, two that begin to fail together are not", (size) => {
    verifies("LIFE-04");
    const fleet = new HealedFleet({ size });
    const decisions = rounds(fleet, 20, (index) => index < 2);
    expect(healed(fleet)).toEqual([]);
    expect(decisions.find(({ code }) => code === "correlated")).toMatchObject({
      isAlarm: true,
      reason: `2 of ${size} VMs fail at once, so the cause is taken to be a common one and nothing is healed: somebody should look at it.`,
    });
  });

  it("a VM that has been broken for long keeps no other from being healed", () => {
    const fleet = new HealedFleet({ size: 3 });
    rounds(fleet, 40, (index, round) => index === 0 || (index === 1 && round >= 30));
    expect(healed(fleet)).toContain(1);
  });
});

describe("in a fleet", () => {
  it("of which 30 % fail at once, nothing is healed however long it lasts, not even what fails later", () => {
    verifies("LIFE-04");
    const fleet = new HealedFleet({ size: 20 });
    const decisions = rounds(fleet, 120, (index, round) => round >= 5 && (index < 6 || (index === 7 && round > 60)));
    expect(healed(fleet)).toEqual([]);
    expect(decisions.at(-13)).toMatchObject({ code: "correlated", isAlarm: true });
  });

  it("of which 30 % come to fail one after the other, nothing is healed from then on", () => {
    verifies("LIFE-04");
    const fleet = new HealedFleet({ size: 20, policy: { graceMs: 4 * 60 * MINUTE } });
    const failsFrom = (index: number): number => index * 10;
    rounds(fleet, 200, (index, round) => round >= failsFrom(index));
    expect(Math.max(...healed(fleet))).toBeLessThan(7);
  });

  it("at most a share is being healed at once, and others wait until these are well or their grace is over", () => {
    verifies("LIFE-04");
    const fleet = new HealedFleet({ size: 40 });
    const decisions = rounds(fleet, 12, (index, round) => index < 5 && round >= 1);
    const within = (minutes: number): number[] =>
      fleet.heals.filter(({ atMs }) => atMs < START + minutes * MINUTE).map(({ index }) => index);
    expect(within(8)).toEqual([0, 1]);
    expect(within(10)).toHaveLength(4);
    expect(decisions.find(({ code }) => code === "fleet-limit")?.reason).toBe(
      "2 of 40 VMs are being healed, at most 2 may be at once.",
    );
  });

  it("heals go on as soon as the outage is over", () => {
    const fleet = new HealedFleet({ size: 10 });
    rounds(fleet, 15, (index, round) => index === 9 || round < 10);
    expect(healed(fleet)).toEqual([9]);
  });
});
