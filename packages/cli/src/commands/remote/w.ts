import { loginsCommand } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { runOnRunningVms } from "../../remote/run-on-running-vms.ts";
import { vmResultsReport } from "../../remote/vm-results-report.ts";

const TIMEOUT_MS = 30_000;

/** `azlin w` */
export const w = defineCommand({
  path: "w",
  summary: "Show who is signed in to the running VMs, and what they do",
  examples: [["azlin w --rg dev", "on the VMs of one resource group"]],
  uses: ["azure", "resourceGroup"],
  run: async (_args, context) => {
    const run = { command: loginsCommand(), label: "running 'w'", timeoutMs: TIMEOUT_MS, isUse: false };
    return vmResultsReport(await runOnRunningVms(run, {}, context));
  },
});
