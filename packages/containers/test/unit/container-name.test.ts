import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containerName, isContainerName } from "../../src/index.ts";

const scenario = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }).filter((text) => text.trim() !== "");
const AZURE = /^[a-z](?:-?[a-z0-9]){1,31}$/;

describe("the name of a scenario's container", () => {
  it.each([
    ["MyScenario", "myscenario-agent"],
    ["my_scenario_v2", "my-scenario-v2-agent"],
    ["scenario-with-api", "scenario-with-api-agent"],
  ])("of %s is %s", (name, expected) => {
    verifies("CONT-02");
    expect(containerName(name)).toBe(expected);
  });

  it("is valid in Azure and always the same, for any text", () => {
    verifies("CONT-02");
    fc.assert(
      fc.property(scenario, fc.option(fc.uuid(), { nil: undefined }), (text, runId) => {
        const name = containerName(text, { runId });
        expect(name).toMatch(AZURE);
        expect(name.length).toBeLessThanOrEqual(32);
        expect(name).toMatch(/-agent$/);
        expect(isContainerName(name)).toBe(true);
        expect(containerName(text, { runId })).toBe(name);
      }),
    );
  });

  it("differs between two runs", () => {
    verifies("CONT-02");
    fc.assert(
      fc.property(scenario, fc.uniqueArray(fc.uuid(), { minLength: 2, maxLength: 2 }), (text, [one, two]) => {
        expect(containerName(text, { runId: one })).not.toBe(containerName(text, { runId: two }));
      }),
    );
  });

  it("differs between scenarios that are cut or folded to the same text", () => {
    verifies("CONT-02");
    const long = "analytics-03-streaming-with-event-hubs";
    const names = [`${long}-a`, `${long}-b`, "日本", "中国", "naïve", "naive!", "naive"].map((text) =>
      containerName(text),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names[0]).toMatch(/^analytics-03-stream-[0-9a-f]{6}-agent$/);
  });

  it("cannot be made of nothing", () => {
    for (const nothing of ["", "  \t"]) {
      expect(() => containerName(nothing)).toThrow(expect.objectContaining({ code: "SCENARIO_REQUIRED" }));
    }
  });
});
