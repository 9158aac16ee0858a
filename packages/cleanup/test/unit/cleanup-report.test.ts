import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { cleanupReport, type ResourceDeletion, type Verification } from "../../src/index.ts";
import { deletionOf } from "../../src/apply/deletion-of.ts";

const step = { target: "/subscriptions/s/resourceGroups/g", type: "groups" };
const gone: ResourceDeletion = deletionOf(step, {
  outcome: "deleted",
  attempts: 1,
  deletedAt: "2026-11-21T12:00:00.000Z",
});
const kept: ResourceDeletion = deletionOf(step, { outcome: "blocked", error: "A lock keeps it." });
const verification = (verdict: Verification["verdict"]): Verification => {
  return { verdict, remaining: [], staleIndex: [], unread: [], cleanReadings: [] };
};

describe("the status of a cleanup", () => {
  it.each([
    ["verified", "clean", undefined],
    ["verification_failed", "dirty", undefined],
    ["verification_failed", "unknown", undefined],
    ["force_deletion_complete", "clean", [gone]],
    ["verified", "clean", []],
    ["partial_failure", "unknown", [gone]],
    ["partial_failure", "dirty", [gone]],
    ["partial_failure", "clean", [gone, kept]],
    ["partial_failure", "clean", [kept]],
  ] as const)("is %s when the world is %s and these were tried: %j", (status, verdict, deletions) => {
    verifies("CLEAN-03");
    const report = cleanupReport({ runId: "r", verification: verification(verdict), ...(deletions && { deletions }) });
    const isSuccess = status === "verified" || status === "force_deletion_complete";
    expect(report.status).toBe(status);
    expect(report.hasFailures()).toBe(!isSuccess);
    expect(report.reason === null).toBe(isSuccess);
  });

  it("is no success when the identities of the run are still there", () => {
    verifies("CLEAN-05");
    const trouble = "The identities of the run were not removed: no.";
    const report = cleanupReport({ runId: "r", verification: verification("clean"), deletions: [gone], trouble });
    expect(report).toMatchObject({ status: "partial_failure", reason: trouble });
  });

  it("counts what went, and is plain data but for its one question", () => {
    const report = cleanupReport({ runId: "r", verification: verification("dirty"), deletions: [gone, kept] });
    expect(report).toMatchObject({ totalResourcesExpected: 2, totalResourcesDeleted: 1 });
    const { hasFailures: _hasFailures, ...data } = report;
    expect(JSON.parse(JSON.stringify(report))).toEqual(data);
  });
});
