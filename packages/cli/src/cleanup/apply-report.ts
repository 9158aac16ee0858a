import type { ApplyReport, CleanupReport, ResourceDeletion, Verification } from "@azlin/cleanup";
import { resourceNameOf } from "@azlin/core";
import type { Report, Table } from "../render/report.ts";

/** What became of a plan, and whether it is proved that nothing is left. */
export interface Cleaned {
  readonly applied: ApplyReport;
  /** Absent when nothing was to be proved, or could be. */
  readonly proof?: CleanupReport;
  /** Names of the identities of the run that are gone too; absent when they were not asked for. */
  readonly identities?: readonly string[];
}

/** What `cleanup apply` says. */
export function applyReport({ applied, proof, identities }: Cleaned): Report {
  const deleted = applied.deletions.filter(({ outcome }) => outcome === "deleted").length;
  const failed = applied.deletions.filter(({ outcome }) => outcome !== "deleted");
  const left = failed.map(
    ({ resourceId, outcome, error }) => `✗ ${resourceNameOf(resourceId)}: ${outcome}. ${error ?? ""}`,
  );
  return {
    json: { applied, verification: proof ?? null, identities: identities ?? null },
    table: deletionTable(applied.deletions),
    text: [
      `Deleted ${deleted} of ${applied.deletions.length} resources${applied.isInterrupted ? ", then interrupted" : ""}.`,
      ...left,
      ...(proof === undefined ? [] : proofLines(proof)),
      ...(identities ?? []).map((name) => `Removed the identity ${name}.`),
    ].join("\n"),
    failed: failed.length > 0 || proof?.hasFailures() === true,
  };
}

/** What `cleanup verify` says. */
export function proofReport(proof: CleanupReport): Report {
  return {
    json: { ...proof, hasFailures: proof.hasFailures() },
    table: {
      columns: ["NAME", "TYPE", "RESOURCE ID"],
      rows: proof.remainingResources.map((one) => [one.resourceName, one.resourceType, one.resourceId]),
    },
    text: proofLines(proof).join("\n"),
    failed: proof.hasFailures(),
  };
}

function proofLines({ status, reason, remainingResources, verification }: CleanupReport): readonly string[] {
  return [
    `Status: ${status}${reason === null ? "" : `. ${reason}`}`,
    ...remainingResources.map(({ resourceId }) => `  still there: ${resourceId}`),
    ...staleLines(verification),
  ];
}

function staleLines({ staleIndex, unread }: Verification): readonly string[] {
  return [
    ...staleIndex.map((id) => `  gone, but still in Resource Graph: ${id}`),
    ...unread.map(({ place, error }) => `  not read: ${place}: ${error.message}`),
  ];
}

function deletionTable(deletions: readonly ResourceDeletion[]): Table {
  return {
    columns: ["NAME", "TYPE", "OUTCOME", "ATTEMPTS", "ERROR"],
    rows: deletions.map(({ resourceId, resourceType, outcome, attempts, error }) => [
      resourceNameOf(resourceId),
      resourceType,
      outcome,
      attempts,
      error,
    ]),
  };
}
