import type { JournalledAction, VmExplanation } from "@azlin/lifecycle";
import { defineCommand } from "../../define-command.ts";
import { daemonNotRunning } from "../../lifecycle/daemon-not-running.ts";
import { findMonitoredVm } from "../../lifecycle/find-monitored-vm.ts";
import { agoInWords, healthInWords } from "../../lifecycle/health-words.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";

/** `azlin lifecycle explain` */
export const lifecycleExplain = defineCommand({
  path: "lifecycle explain",
  summary: "Say why the daemon did, or did not, heal a VM",
  examples: [["azlin lifecycle explain dev", "its last check, what was decided and why, and what was done"]],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const { manager, client } = await openLifecycle(context);
    const vm = await findMonitoredVm(args.vm, manager, context);
    const explained = await client.explain(vm.id, { signal: context.signal });
    if (explained === undefined) throw daemonNotRunning();
    return { json: explained, text: inWords(explained, context.clock.now()) };
  },
});

function inWords(vm: VmExplanation, nowMs: number): string {
  const { decision, lastCheckAtMs } = vm;
  return [
    `VM '${vm.name}': ${healthInWords(vm)}${lastCheckAtMs === null ? "" : ` (${agoInWords(nowMs - lastCheckAtMs)})`}`,
    `  Seen: ${vm.reason ?? "It was not checked yet."}`,
    `  Decided: ${decision === null ? "Nothing yet." : `${decision.action} (${decision.code}). ${decision.reason}`}`,
    `  Policy: ${vm.restartPolicy}, threshold ${vm.threshold}, every ${vm.checkIntervalMs / 1_000}s`,
    ...(vm.actions.length === 0
      ? ["  Done: nothing"]
      : ["  Done:", ...vm.actions.map((one) => actionLine(one, nowMs))]),
  ].join("\n");
}

function actionLine({ action, atMs, outcome, note, reason }: JournalledAction, nowMs: number): string {
  const result = outcome ?? "not known yet";
  return `    ${agoInWords(nowMs - atMs)}: ${action}, ${result}${note === null ? "" : ` (${note})`}. ${reason}`;
}
