import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identityNames } from "../../src/index.ts";

const anyText = fc.string({ unit: "grapheme", minLength: 1, maxLength: 300 }).filter((text) => text.trim() !== "");

describe("names of an identity", () => {
  it("are the seed's, with the run in them", () => {
    verifies("SP-01");
    const names = identityNames({ scenarioName: "ml-workspace", runId: "run-1" });
    expect(names.displayName).toMatch(/^AzureHayMaker-ml-workspace-[0-9a-f]{8}-admin$/);
    expect(names.secretName).toMatch(/^scenario-sp-ml-workspace-[0-9a-f]{8}-secret$/);
  });

  it("are valid in Entra and in Key Vault whatever the scenario and the run are called", () => {
    verifies("SP-01");
    fc.assert(
      fc.property(anyText, anyText, (scenarioName, runId) => {
        const names = identityNames({ scenarioName, runId });
        expect(names.displayName.length).toBeLessThanOrEqual(64);
        expect(names.displayName).toMatch(/^AzureHayMaker-[A-Za-z0-9](?:[A-Za-z0-9-]*)-admin$/);
        expect(names.secretName).toMatch(/^[0-9A-Za-z-]{1,127}$/);
        expect(names).toEqual(identityNames({ scenarioName, runId }));
      }),
    );
  });

  it("differ between scenarios of a run, also after they were cut, and between runs of a scenario", () => {
    verifies("SP-01");
    fc.assert(
      fc.property(anyText, anyText, anyText, (left, right, runId) => {
        fc.pre(left !== right);
        const [one, other] = [left, right].map((scenarioName) => identityNames({ scenarioName, runId }));
        expect(one!.displayName).not.toBe(other!.displayName);
        expect(one!.secretName).not.toBe(other!.secretName);
        expect(one!.uniqueName).not.toBe(other!.uniqueName);
        const [first, second] = [left, right].map((run) => identityNames({ scenarioName: "vision", runId: run }));
        expect(first!.displayName).not.toBe(second!.displayName);
      }),
    );
    const long = "x".repeat(300);
    const cut = [`${long}1`, `${long}2`].map((scenarioName) => identityNames({ scenarioName, runId: "r" }).displayName);
    expect(new Set(cut).size).toBe(2);
  });

  it.each([
    ["", "run", "INVALID_SCENARIO_NAME"],
    [" \t", "run", "INVALID_SCENARIO_NAME"],
    ["vision", " ", "INVALID_RUN_ID"],
  ])("are refused for the scenario '%s' of the run '%s'", (scenarioName, runId, code) => {
    verifies("SP-01");
    expect(() => identityNames({ scenarioName, runId })).toThrowError(expect.objectContaining({ code }));
  });
});
