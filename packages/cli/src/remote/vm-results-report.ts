import type { Report } from "../render/report.ts";
import type { VmResult } from "./run-on-vms.ts";

/** How the output of VMs is shown to people. */
export interface ResultsStyle {
  /** Heading of a VM's block. Default `VM: NAME`. */
  readonly heading?: (result: VmResult) => string;
  /** What is shown of a VM's stdout. Default: all of it. */
  readonly show?: (stdout: string) => string;
}

// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;

/** A block for each VM. Failed when one of them failed. */
export function vmResultsReport(results: readonly VmResult[], style: ResultsStyle = {}): Report {
  const succeeded = results.filter(({ ok }) => ok).length;
  const failed = results.length - succeeded;
  return {
    json: { results, summary: { total: results.length, succeeded, failed } },
    table: {
      columns: ["VM", "OK", "EXIT CODE", "OUTPUT", "ERROR"],
      rows: results.map((result) => [
        result.vm,
        String(result.ok),
        result.exitCode ?? null,
        result.stdout ?? null,
        result.error?.message ?? result.stderr ?? null,
      ]),
    },
    text: results.length === 0 ? "No running VMs found." : results.map((one) => blockOf(one, style)).join("\n\n"),
    footer:
      results.length > 1 || failed > 0 ? [`Total: ${results.length}, succeeded ${succeeded}, failed ${failed}`] : [],
    failed: failed > 0,
  };
}

/** Text of a remote program for a terminal, line by line: it must not move the cursor, retitle the window or worse. */
export function safeOutput(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(CONTROL, (character) => String.raw`\x${character.codePointAt(0)!.toString(16).padStart(2, "0")}`);
}

function blockOf(result: VmResult, { heading = ({ vm }) => `VM: ${vm}`, show = (text) => text }: ResultsStyle): string {
  const { stdout = "", stderr = "", exitCode, error } = result;
  const lines = [
    heading(result),
    ...[show(stdout), stderr].map((text) => safeOutput(text).replace(/\n+$/, "")).filter((text) => text !== ""),
  ];
  if (error !== undefined) return [...lines, `✗ ${error.message}`, ...hintOf(error.hint)].join("\n");
  if (exitCode !== 0) lines.push(`✗ exit code ${exitCode ?? "unknown"}`);
  return (lines.length === 1 ? [...lines, "(no output)"] : lines).join("\n");
}

function hintOf(hint: string | undefined): string[] {
  return hint === undefined ? [] : [`  ${hint}`];
}
