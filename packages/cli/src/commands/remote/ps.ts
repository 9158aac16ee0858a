import { parseProcesses, processesCommand } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { runOnRunningVms } from "../../remote/run-on-running-vms.ts";
import type { VmResult } from "../../remote/run-on-vms.ts";
import { safeOutput, vmResultsReport } from "../../remote/vm-results-report.ts";

const TIMEOUT_MS = 30_000;

/** `azlin ps` */
export const ps = defineCommand({
  path: "ps",
  summary: "Show the processes of the running VMs",
  description: "The connection's own processes are left out.",
  examples: [
    ["azlin ps", "each line with its VM in front, for grep"],
    ["azlin ps --grouped", "a block for each VM"],
  ],
  options: { grouped: { kind: "flag", description: "a block for each VM" } },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const run = { command: processesCommand(), label: "listing processes", timeoutMs: TIMEOUT_MS, isUse: false };
    const results = (await runOnRunningVms(run, {}, context)).map(withoutOwn);
    const report = vmResultsReport(results);
    return args.grouped || results.length === 0 ? report : { ...report, text: results.map(prefixed).join("\n") };
  },
});

function withoutOwn(result: VmResult): VmResult {
  return result.stdout === undefined ? result : { ...result, stdout: parseProcesses(result.stdout).join("\n") };
}

function prefixed({ vm, stdout = "", stderr = "", error }: VmResult): string {
  const text = error === undefined ? `${stdout}\n${stderr}` : `✗ ${error.message}`;
  const lines = safeOutput(text).split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => `[${vm}] ${line}`)
    .join("\n");
}
