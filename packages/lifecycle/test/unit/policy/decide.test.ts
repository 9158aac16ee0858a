import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { HealedFleet, letters, MINUTE, SHUT_DOWN, START, type Sight } from "./healed-fleet.ts";

const codes = (fleet: HealedFleet, text: string): string[] => fleet.course(letters(text)).map(({ code }) => code);

describe("the policy on-failure", () => {
  it("restarts a VM once after exactly three failures, and says why it did not before", () => {
    verifies("LIFE-03");
    verifies("LIFE-09");
    const fleet = new HealedFleet();
    const decisions = fleet.course(letters("SFFFFF"));
    expect(decisions.map(({ action, code }) => [action, code])).toEqual([
      ["none", "works"],
      ["none", "below-threshold"],
      ["none", "below-threshold"],
      ["restart", "heals"],
      ["none", "changing"],
      ["none", "changing"],
    ]);
    expect(decisions[3]?.reason).toBe(
      "It is healed (heal 1 of 3 in 30 min, 1 of 6 in 1 d). SSH refuses connections (3 of 3 failures).",
    );
  });

  it("does nothing when a success comes before the third failure", () => {
    verifies("LIFE-03");
    expect(codes(new HealedFleet(), "FFSFFSFF")).not.toContain("heals");
  });

  it("starts a VM that is stopped against its user's will, once it has been so for the grace and three checks", () => {
    const fleet = new HealedFleet();
    const sights: Sight[] = ["S", ...Array<Sight>(7).fill(SHUT_DOWN)];
    expect(fleet.course(sights).map(({ code }) => code)).toEqual([
      "works",
      "below-threshold",
      "below-threshold",
      ...Array<string>(3).fill("in-grace"),
      "heals",
      "below-threshold",
    ]);
    expect(fleet.heals).toEqual([{ index: 0, atMs: START + 6 * MINUTE, action: "start" }]);
  });

  it.each([
    ["stopped-by-user", "D"],
    ["cannot-tell", "?"],
    ["deleted", { power: { state: "deleted", error: null, agent: null, operationAtMs: null }, ssh: null }],
    ["changing", { power: { state: "starting", error: null, agent: null, operationAtMs: null }, ssh: null }],
    ["cannot-tell", { power: { state: "stopped", error: null, agent: null, operationAtMs: null }, ssh: null }],
  ] satisfies [string, Sight][])("does nothing for a VM that is %s: %j", (code, sight) => {
    verifies("LIFE-04");
    const fleet = new HealedFleet();
    fleet.course(letters("SFF"));
    const decisions = fleet.course(Array<Sight>(30).fill(sight), START + 3 * MINUTE);
    expect(new Set(decisions.map((one) => one.code))).toEqual(new Set([code]));
  });
});

describe("the policy always", () => {
  it("restarts a VM at the first check that fails", () => {
    verifies("LIFE-03");
    expect(codes(new HealedFleet({ policy: { restartPolicy: "always" } }), "SF")).toEqual(["works", "heals"]);
  });

  it("waits for the grace after a change of power like any other", () => {
    const fleet = new HealedFleet({ policy: { restartPolicy: "always" } });
    expect(codes(fleet, "SFFFFFF")).toEqual(["works", "heals", ...Array<string>(4).fill("changing"), "heals"]);
  });

  it("waits until others were checked, so that the first second of an outage is not taken for one failure", () => {
    verifies("LIFE-04");
    const fleet = new HealedFleet({ size: 10, policy: { restartPolicy: "always" } });
    fleet.round(START, () => "S");
    const decisions = fleet.round(START + MINUTE, () => "F");
    expect(decisions[0]).toMatchObject({
      code: "waits-for-fleet",
      reason: "Of the 9 others, 0 were checked since it fails; with 5, or in 1 min, it shows whether it fails alone.",
      nextCheckAtMs: START + MINUTE + 15_000,
    });
    expect(fleet.check(0, START + 2 * MINUTE, "F").code).toBe("correlated");
    expect(fleet.heals).toEqual([]);
  });

  it("waits no longer than one interval for others that cannot be told", () => {
    const fleet = new HealedFleet({ size: 3, policy: { restartPolicy: "always" } });
    fleet.round(START, () => "S");
    fleet.round(START + MINUTE, (index) => (index === 0 ? "F" : "?"));
    expect(fleet.check(0, START + 2 * MINUTE - 1, "F").code).toBe("waits-for-fleet");
    expect(fleet.check(0, START + 2 * MINUTE, "F").code).toBe("heals");
  });
});

describe("the policy never", () => {
  it("heals nothing and says so", () => {
    verifies("LIFE-03");
    const decisions = new HealedFleet({ policy: { restartPolicy: "never" } }).course(letters("FFFFF"));
    expect(decisions.at(-1)).toMatchObject({
      action: "none",
      code: "never",
      reason:
        "Its restart policy is never. SSH refuses connections (5 failures in a row, 3 of 3 checks are the limit).",
    });
  });
});

describe("what happened to a VM before", () => {
  it("keeps it from being healed while an earlier heal has not ended", () => {
    verifies("LIFE-03");
    const fleet = new HealedFleet({ healTakesMs: 20 * MINUTE });
    const decisions = fleet.course(letters("F".repeat(22)));
    expect(decisions[21]).toMatchObject({ code: "under-way", reason: "It is being healed, since 19 min ago." });
    expect(fleet.heals).toHaveLength(1);
  });

  it("keeps it from being healed in the grace after somebody else restarted it, by Azure's last operation", () => {
    verifies("LIFE-04");
    const fleet = new HealedFleet({ thresholds: { startupGraceMs: 0 } });
    const failing = (operationAtMs: number): Sight => ({
      power: { state: "running", error: null, agent: null, operationAtMs },
      ssh: { state: "refused", banner: null, error: null, durationMs: 1 },
    });
    fleet.course([failing(1), failing(1), ...Array<Sight>(5).fill(failing(2)), failing(2)]);
    expect(fleet.heals.map(({ atMs }) => (atMs - START) / MINUTE)).toEqual([7]);
  });

  it("gives a VM that is first seen shortly after Azure made it its grace", () => {
    const fleet = new HealedFleet({ policy: { restartPolicy: "always" }, thresholds: { startupGraceMs: 0 } });
    const sight: Sight = {
      power: { state: "running", error: null, agent: null, operationAtMs: START - 2 * MINUTE },
      ssh: { state: "refused", banner: null, error: null, durationMs: 1 },
    };
    expect(fleet.course([sight])[0]).toMatchObject({
      code: "in-grace",
      reason: "Its power changed 2 min ago; it has 5 min to come up.",
    });
  });

  it("opens the circuit when a budget was spent in vain, raises an alarm, and tries once an hour", () => {
    verifies("LIFE-04");
    const fleet = new HealedFleet();
    const decisions = fleet.course(letters("F".repeat(4 * 60)));
    expect(fleet.heals.map(({ atMs }) => (atMs - START) / MINUTE)).toEqual([2, 9, 16, 76, 136, 196]);
    expect(decisions[40]).toMatchObject({
      code: "circuit-open",
      isAlarm: true,
      reason: "It was healed 3 times in vain: somebody should look at it. One more heal is tried in 36 min.",
    });
    expect(decisions[76]).toMatchObject({ action: "restart", code: "tries-again", isAlarm: false });
  });

  it("spends no more than six heals in a day on a VM that never gets well", () => {
    verifies("LIFE-04");
    const fleet = new HealedFleet();
    const decisions = fleet.course(letters("F".repeat(24 * 60)));
    expect(fleet.heals).toHaveLength(6);
    expect(decisions[1000]).toMatchObject({ code: "budget-spent", isAlarm: true });
    expect(decisions[1000]?.reason).toBe(
      "It was healed 6 times in 1 d, which is its budget: somebody should look at it. The next may be in 7 h 22 min.",
    );
  });

  it("makes it wait longer after each heal, even when it was well in between", () => {
    verifies("LIFE-04");
    const policy = { graceMs: 0, budgets: [{ count: 100, windowMs: 1 }] };
    const fleet = new HealedFleet({ policy, thresholds: { startupGraceMs: 0, down: { count: 1, of: 1 } } });
    const decisions = fleet.course(letters("FS".repeat(60)));
    expect(fleet.heals.map(({ atMs }) => (atMs - START) / MINUTE)).toEqual([0, 2, 4, 6, 10, 18, 34, 66]);
    expect(decisions[12]).toMatchObject({
      code: "backs-off",
      reason: "It waits 6 min more after its last heal, as there were 5 without enough healthy time since.",
    });
  });
});
