import { describe, expect, it } from "vitest";
import { HealedFleet, MINUTE, START } from "./healed-fleet.ts";

describe("what is known of a fleet", () => {
  const viewOf = (fleet: HealedFleet, index: number): object =>
    fleet.watch.view(fleet.vms[index]!.history, fleet.policy);

  it("counts the VMs that were checked since another began to fail, and those of them that fail", () => {
    const fleet = new HealedFleet({ size: 4 });
    fleet.round(START, () => "S");
    fleet.check(0, START + MINUTE, "F");
    fleet.check(1, START + MINUTE + 1_000, "F");
    fleet.check(2, START + MINUTE + 2_000, "S");
    expect(viewOf(fleet, 0)).toEqual({ monitored: 4, checked: 3, failing: 2, together: 2, healing: 0 });
  });

  it("leaves out those whose last check could not tell, unless they failed before", () => {
    const fleet = new HealedFleet({ size: 4 });
    fleet.round(START, (index) => (index === 3 ? "?" : "F"));
    fleet.check(1, START + MINUTE, "?");
    fleet.check(2, START + MINUTE, "D");
    expect(viewOf(fleet, 0)).toMatchObject({ monitored: 4, checked: 2, failing: 2, together: 2 });
  });

  it("tells those that began together from those that did not", () => {
    const fleet = new HealedFleet({ size: 3 });
    fleet.check(0, START, "F");
    fleet.check(1, START + 3 * MINUTE, "F");
    fleet.check(2, START + 5 * MINUTE, "F");
    fleet.check(0, START + 5 * MINUTE, "F");
    expect(viewOf(fleet, 0)).toMatchObject({ failing: 3, together: 2 });
  });

  it("counts a VM as being healed until it is well", () => {
    const fleet = new HealedFleet({ size: 2 });
    for (let tick = 0; tick < 3; tick++) fleet.check(0, START + tick * MINUTE, "F");
    fleet.check(1, START, "S");
    expect(viewOf(fleet, 1)).toMatchObject({ monitored: 2, healing: 1 });
    fleet.check(0, START + 4 * MINUTE, "S");
    expect(viewOf(fleet, 1)).toMatchObject({ healing: 0 });
  });

  it("forgets a VM that is no longer monitored", () => {
    const fleet = new HealedFleet({ size: 3 });
    fleet.round(START, () => "F");
    fleet.watch.forget("vm1");
    expect(viewOf(fleet, 0)).toEqual({ monitored: 2, checked: 2, failing: 2, together: 2, healing: 0 });
  });

  it("shows nothing as checked to a VM that does not fail", () => {
    const fleet = new HealedFleet({ size: 2 });
    fleet.round(START, (index) => (index === 0 ? "S" : "F"));
    expect(viewOf(fleet, 0)).toEqual({ monitored: 2, checked: 0, failing: 0, together: 0, healing: 0 });
  });
});
