import type { FleetVm } from "@azlin/vms";
import { heldBackInWords } from "../copy/copy-reports.ts";
import { formatBytes } from "../render/format-bytes.ts";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";
import type { HomeFiles } from "./home-files.ts";
import type { SyncResult } from "./sync-vm.ts";

const ADVICE = "Remove sensitive files from ~/.azlin/home/ to get rid of this list.";

/** What `azlin sync --dry-run` prints. */
export function syncPlanReport(vms: readonly FleetVm[], { files, bytes, heldBack }: HomeFiles): Report {
  const reason = `${files} files (${formatBytes(bytes)}) go to the home directory.`;
  return {
    ...planReport(
      vms.map(({ id }) => ({ action: "copy", target: id, reason })),
      { files, bytes, heldBack },
    ),
    text: [
      `Would sync ${files} files (${formatBytes(bytes)}) to: ${vms.map(({ name }) => name).join(", ")}`,
      ...heldBackInWords(heldBack),
      "Dry run - no files transferred",
    ].join("\n"),
  };
}

/** What came of it, VM by VM, and what was held back. */
export function syncReport(results: readonly SyncResult[], { heldBack }: HomeFiles): Report {
  const succeeded = results.filter(({ ok }) => ok).length;
  const failed = results.length - succeeded;
  return {
    json: { results, summary: { total: results.length, succeeded, failed }, heldBack },
    table: {
      columns: ["VM", "OK", "FILES", "BYTES", "MISSING", "ERROR"],
      rows: results.map(({ vm, ok, files, bytes, missing, error }) => [
        vm,
        String(ok),
        files,
        bytes,
        missing.length,
        error?.message ?? null,
      ]),
    },
    text: [...results.flatMap(inWords), ...heldBackInWords(heldBack), ...(heldBack.length > 0 ? [ADVICE] : [])].join(
      "\n",
    ),
    footer: results.length > 1 ? [`Total: ${results.length}, succeeded ${succeeded}, failed ${failed}`] : [],
    failed: failed > 0,
  };
}

function inWords({ vm, ok, files, bytes, missing, error, durationMs }: SyncResult): string[] {
  const seconds = (durationMs / 1_000).toFixed(1);
  if (ok) return [`✓ ${vm}: Success! Synced ${files} files (${formatBytes(bytes)}) in ${seconds} s`];
  return [
    `✗ ${vm}: Sync completed with errors${error === undefined ? "" : `: ${error.message}`}`,
    ...(error?.hint === undefined ? [] : [`  ${error.hint}`]),
    ...missing.map(({ path, reason }) => `  missing ${path}: ${reason}`),
  ];
}
