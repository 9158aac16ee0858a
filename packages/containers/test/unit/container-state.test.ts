import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containerState } from "../../src/index.ts";

const STATES = ["provisioning", "running", "succeeded", "failed", "stopped", "deleting", "unknown"];

describe("the state of a container", () => {
  it.each([
    ["job", "Succeeded", "Running", "running"],
    ["job", "Succeeded", "Processing", "running"],
    ["job", "Succeeded", "Succeeded", "succeeded"],
    ["job", "Succeeded", "Failed", "failed"],
    ["job", "Succeeded", "Stopped", "stopped"],
    ["job", "Succeeded", "Degraded", "unknown"],
    ["job", "Succeeded", undefined, "stopped"],
    ["job", "InProgress", "Succeeded", "provisioning"],
    ["job", "Failed", undefined, "failed"],
    ["app", "Succeeded", "Running", "running"],
    ["app", "Succeeded", "Ready", "running"],
    ["app", "Succeeded", "Progressing", "provisioning"],
    ["app", "Succeeded", "Suspended", "stopped"],
    ["app", "Succeeded", undefined, "unknown"],
    ["app", "Deleting", "Running", "deleting"],
    ["app", undefined, "Running", "unknown"],
  ] as const)("of a %s that is %s and %s is %s", (kind, provisioningState, runningStatus, expected) => {
    verifies("CONT-04");
    expect(containerState(kind, { provisioningState, runningStatus })).toBe(expected);
  });

  it("is one of ours whatever Azure says, and unknown for words that it has not said before", () => {
    verifies("CONT-04");
    const word = fc.option(fc.string(), { nil: undefined });
    fc.assert(
      fc.property(fc.constantFrom("job", "app"), word, word, (kind, provisioningState, runningStatus) => {
        expect(STATES).toContain(containerState(kind, { provisioningState, runningStatus }));
      }),
    );
    expect(containerState("job", { provisioningState: "Succeeded", runningStatus: "Terminated" })).toBe("unknown");
  });
});
