import {
  placeName,
  type CopyPlan,
  type CopyReport,
  type CopyRequest,
  type HeldBack,
  type Transfer,
  type TransferReport,
} from "@azlin/ssh";
import { formatBytes } from "../render/format-bytes.ts";
import type { Report } from "../render/report.ts";
import { safeText } from "../render/safe-text.ts";

/** What `azlin cp --dry-run` prints. */
export function copyPlanReport(plan: CopyPlan): Report {
  const { transfers, files, bytes, heldBack } = plan;
  return {
    json: { plan: transfers.map(plannedAction), files, bytes, heldBack },
    table: {
      columns: ["SOURCE", "DESTINATION", "METHOD", "FILES", "BYTES"],
      rows: transfers.map((transfer) => [
        placeName(transfer.source),
        goalOf(transfer),
        transfer.method,
        transfer.files,
        transfer.bytes,
      ]),
    },
    text: [
      "Transfer Plan:",
      ...transfers.flatMap(transferInWords),
      ...heldBackInWords(heldBack),
      "Dry run - no files transferred",
    ].join("\n"),
  };
}

/** What came of a copy. Failed when something is missing, or a file that was named itself was held back. */
export function copyReport({ sources }: CopyRequest, report: CopyReport): Report {
  const { plan, transfers, files, bytes, isComplete, durationMs } = report;
  const isWhole = isComplete && plan.transfers.length === sources.length;
  const seconds = (durationMs / 1_000).toFixed(1);
  const done = `ransferred ${files} ${files === 1 ? "file" : "files"} (${formatBytes(bytes)}) in ${seconds} s`;
  return {
    json: { transfers: transfers.map(resultOf), files, bytes, isComplete, heldBack: plan.heldBack, durationMs },
    table: {
      columns: ["SOURCE", "DESTINATION", "FILES", "MISSING", "ERROR"],
      rows: transfers.map(({ transfer, files: copied, missing, error }) => [
        placeName(transfer.source),
        goalOf(transfer),
        copied,
        missing.length,
        error?.message ?? null,
      ]),
    },
    text: [
      isWhole ? `Success! T${done}` : `✗ Not everything was copied: t${done}`,
      ...transfers.flatMap(failureInWords),
      ...heldBackInWords(plan.heldBack),
    ].join("\n"),
    failed: !isWhole,
  };
}

/** What the secret filter kept where it is, and why; nothing when it kept nothing. */
export function heldBackInWords(heldBack: readonly HeldBack[]): string[] {
  if (heldBack.length === 0) return [];
  return [`Held back (${heldBack.length}):`, ...heldBack.map(({ path, reason }) => `  ${safeText(path)}: ${reason}`)];
}

function plannedAction(transfer: Transfer) {
  const { source, method, files, bytes } = transfer;
  const reason = `${files} files of ${placeName(source)} may go.`;
  return { action: "copy", target: goalOf(transfer), reason, source: placeName(source), method, files, bytes };
}

function resultOf({ transfer, files, missing, error }: TransferReport) {
  const { source, method } = transfer;
  const done = { source: placeName(source), destination: goalOf(transfer), method, files, missing };
  return error === undefined ? done : { ...done, error: error.toJSON() };
}

function transferInWords(transfer: Transfer): string[] {
  const { source, method, files, bytes } = transfer;
  return [
    `  Source: ${safeText(placeName(source))} (${files} files, ${formatBytes(bytes)})`,
    `  Dest:   ${safeText(goalOf(transfer))} (${method})`,
  ];
}

function failureInWords({ missing, error }: TransferReport): string[] {
  const lines = missing.map(({ path, reason }) => `  missing ${path}: ${reason}`);
  if (error === undefined) return lines;
  return [`  ${error.message}`, ...(error.hint === undefined ? [] : [`  ${error.hint}`]), ...lines];
}

/** Where a source arrives. */
function goalOf({ destination, to, rename }: Transfer): string {
  const path = rename === undefined ? to : `${to.replace(/\/$/, "")}/${rename}`;
  return placeName({ ...destination, path });
}
