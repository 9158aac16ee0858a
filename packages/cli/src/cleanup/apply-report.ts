import type { ApplyReport, CleanupReport, ResourceDeletion, Verification } from "@azlin/cleanup";
import { resourceNameOf } from "@azlin/core";
import type { SweptOrphan } from "@azlin/sp-manager";
import { orphanLine } from "./orphan-line.ts";
import type { Report, Table } from "../render/report.ts";

/** What became of a plan, and whether it is proved that nothing is left. */
export interface Cleaned {
  readonly applied: ApplyReport;
  /** Absent when nothing was to be proved, or could be. */
  readonly proof?: CleanupReport;
  /** Names of the identities of the run that are gone too; absent when they were not asked for. */
  readonly identities?: readonly string[];
  /** What identities had left over, and what became of it; absent when it was not looked for. */
  readonly orphans?: readonly SweptOrphan[];
}

/** What `cleanup apply` says. */
export function applyReport({ applied, proof, identities, orphans = [] }: Cleaned): Report {
  const deleted = applied.deletions.filter(({ outcome }) => outcome === "deleted").length;
  const failed = applied.deletions.filter(({ outcome }) => outcome !== "deleted");
  const left = failed.map(
    ({ resourceId, outcome, error }) => `✗ ${resourceNameOf(resourceId)}: ${outcome}. ${error ?? ""}`,
  );
  return {
    json: { applied, verification: proof ?? null, identities: identities ?? null, orphans },
    table: deletionTable(applied.deletions),
    text: [
      `Deleted ${deleted} of ${applied.deletions.length} resources${applied.isInterrupted ? ", then interrupted" : ""}.`,
      ...left,
      ...(proof === undefined ? [] : proofLines(proof)),
      ...(identities ?? []).map((name) => `Removed the identity ${name}.`),
      ...orphans.map(orphanLine),
    ].join("\n"),
    failed: hasFailed({ applied, ...(proof && { proof }), orphans }),
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

function hasFailed({ applied, proof, orphans = [] }: Cleaned): boolean {
  const isLeft = applied.deletions.some(({ outcome }) => outcome !== "deleted");
  return isLeft || proof?.hasFailures() === true || orphans.some(({ outcome }) => outcome === "failed");
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
