import { verifies } from "@azlin/testing";
import { judge, newHistory, resolveThresholds } from "@azlin/health";
import { describe, expect, it } from "vitest";
import { afterCheck } from "../../../src/policy/after-check.ts";
import { afterHeal, afterHealEnd } from "../../../src/policy/after-heal.ts";
import type { CheckedVm } from "../../../src/policy/checked-vm.ts";
import { newHealHistory, type HealHistory } from "../../../src/policy/heal-history.ts";
import { resolveHealingPolicy } from "../../../src/policy/resolve-healing-policy.ts";
import { HOUR, MINUTE, seen, START, type Sight } from "./healed-fleet.ts";

const policy = resolveHealingPolicy({ restartPolicy: "on-failure" });

function checked(sight: Sight, atMs: number): CheckedVm {
  const observation = seen(sight, atMs);
  return { observation, verdict: judge(observation, newHistory("vm"), resolveThresholds()) };
}

function healed(times: number): HealHistory {
  let history = newHealHistory("vm");
  for (let heal = 0; heal < times; heal++) {
    history = afterHeal(history, { atMs: START + heal * MINUTE, action: "restart", random: 0 }, policy);
  }
  return afterHealEnd(history, START + times * MINUTE);
}

const check = (history: HealHistory, sight: Sight, atMs: number): HealHistory =>
  afterCheck(history, checked(sight, atMs), policy);

describe("after a check", () => {
  it("of a healthy VM without a past, the history is the very same", () => {
    const first = check(newHealHistory("vm"), "S", START);
    expect(check(first, "S", START + MINUTE)).toBe(first);
  });

  it("the back-off takes one step back for each healthy hour", () => {
    verifies("LIFE-04");
    const well = check(healed(2), "S", START + HOUR);
    const steps = [59, 60, 119, 120].map((minutes) => check(well, "S", START + HOUR + minutes * MINUTE).backoffSteps);
    expect(steps).toEqual([2, 1, 1, 0]);
  });

  it("an hour that a failure breaks is no healthy hour, one in which Azure does not answer is", () => {
    const course = (middle: Sight): number => {
      const well = check(healed(1), "S", START + HOUR);
      const then = check(well, middle, START + HOUR + 30 * MINUTE);
      const again = check(then, "S", START + HOUR + 31 * MINUTE);
      return check(again, "S", START + 2 * HOUR).backoffSteps;
    };
    expect([course("F"), course("D"), course("?")]).toEqual([1, 1, 0]);
  });

  it("an open circuit closes with the first healthy hour, not before", () => {
    verifies("LIFE-04");
    const open = healed(3);
    expect(open.circuitOpenedAtMs).toBe(START + 2 * MINUTE);
    const well = check(open, "S", START + HOUR);
    expect(check(well, "S", START + 2 * HOUR - 1).circuitOpenedAtMs).toBe(START + 2 * MINUTE);
    expect(check(well, "S", START + 2 * HOUR).circuitOpenedAtMs).toBeNull();
  });

  it("a VM is no longer being healed once it is well", () => {
    const began = afterHeal(newHealHistory("vm"), { atMs: START, action: "restart", random: 0 }, policy);
    const ended = afterHealEnd(began, START + MINUTE);
    expect(check(began, "S", START + MINUTE).healingSinceMs).toBe(START);
    expect(check(ended, "S", START + 2 * MINUTE).healingSinceMs).toBeNull();
  });

  it("a VM is no longer being healed once the grace after its heal is over", () => {
    const ended = healed(1);
    expect(check(ended, "F", START + 5 * MINUTE).healingSinceMs).toBe(START);
    expect(check(ended, "F", START + 6 * MINUTE).healingSinceMs).toBeNull();
  });

  it("heals are forgotten when no budget counts them any more", () => {
    const later = check(healed(2), "S", START + 24 * HOUR);
    expect(later.heals.map(({ atMs }) => atMs)).toEqual([START + MINUTE]);
  });

  it("a clock that was set back by a year makes no grace longer and forgets no heal", () => {
    const back = check(healed(1), "F", START - 365 * 24 * HOUR);
    expect(back.lastChangeAtMs).toBe(START - 365 * 24 * HOUR);
    expect(back.heals[0]?.atMs).toBe(START - 365 * 24 * HOUR - MINUTE);
  });
});

describe("after a heal", () => {
  it("the wait doubles up to its limit, and chance makes it longer by a quarter at most", () => {
    const waitAfter = (times: number, random: number): number => {
      const history = { ...newHealHistory("vm"), backoffSteps: times };
      const { notBeforeMs } = afterHeal(history, { atMs: START, action: "restart", random }, policy);
      return (notBeforeMs! - START) / 1000;
    };
    expect([0, 1, 2, 6, 7, 50].map((times) => waitAfter(times, 0))).toEqual([30, 60, 120, 1920, 3600, 3600]);
    expect(waitAfter(0, 0.5)).toBe(33.75);
  });

  it("the circuit stays closed when the VM was well between the heals that spent the budget", () => {
    let history = healed(2);
    history = check(history, "S", START + 3 * MINUTE);
    history = afterHeal(history, { atMs: START + 4 * MINUTE, action: "restart", random: 0 }, policy);
    expect([history.circuitOpenedAtMs, history.healsInVain, history.heals.length]).toEqual([null, 1, 3]);
  });
});
