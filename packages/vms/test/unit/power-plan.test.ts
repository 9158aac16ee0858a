import { POWER_STATES } from "@azlin/core";
import { describe, expect, it } from "vitest";
import { planPower } from "../../src/index.ts";

describe("the plan of a power action", () => {
  it.each([
    ["start", "running", "none"],
    ["start", "deallocated", "start"],
    ["start", "unknown", "start"],
    ["deallocate", "deallocated", "none"],
    ["deallocate", "stopped", "deallocate"],
    ["stop", "stopped", "none"],
    ["stop", "deallocated", "none"],
    ["stop", "running", "stop"],
    ["restart", "running", "restart"],
  ] as const)("for %s of a VM that is %s is %s", (wanted, powerState, action) => {
    expect(planPower({ vmId: "/vm", wanted, powerState })).toMatchObject({ action, from: powerState, target: "/vm" });
  });

  it("says what a merely stopped VM still costs", () => {
    for (const powerState of ["running", "stopped"] as const) {
      expect(planPower({ vmId: "/vm", wanted: "stop", powerState }).billing).toMatch(/billed like a running one/);
    }
    expect(planPower({ vmId: "/vm", wanted: "stop", powerState: "deallocated" }).billing).toBeNull();
  });

  it("knows an answer for every state", () => {
    for (const powerState of POWER_STATES) {
      for (const wanted of ["start", "stop", "deallocate", "restart"] as const) {
        expect(["none", wanted]).toContain(planPower({ vmId: "/vm", wanted, powerState }).action);
      }
    }
  });
});
