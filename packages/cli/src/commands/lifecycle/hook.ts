import { resolve } from "node:path";
import { HOOK_MEANINGS, HOOK_TYPES, type HookType } from "@azlin/lifecycle";
import { defineCommand } from "../../define-command.ts";
import { findMonitoredVm } from "../../lifecycle/find-monitored-vm.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";
import { usageError } from "../../parse-arguments.ts";
import { planReport } from "../../render/plan-report.ts";

const MEANINGS = HOOK_TYPES.map((type) => `${type}: ${HOOK_MEANINGS[type]}`).join("; ");

/** `azlin lifecycle hook` */
export const lifecycleHook = defineCommand({
  path: "lifecycle hook",
  summary: "Run a script when something happens to a monitored VM",
  description:
    `Scripts run on this machine, as you, for at most 60 seconds. ${MEANINGS}. They get AZLIN_VM_NAME, AZLIN_VM_ID, ` +
    "AZLIN_EVENT_TYPE, AZLIN_TIMESTAMP, AZLIN_FAILURE_COUNT and AZLIN_REASON.",
  examples: [
    ["azlin lifecycle hook dev on_failure ~/bin/alert.sh", "run it when dev becomes unhealthy"],
    ["azlin lifecycle hook dev on_failure --clear", "run nothing any more"],
  ],
  arguments: {
    vm: { description: "name, session or resource id of the VM" },
    event: { description: "what the script waits for", choices: HOOK_TYPES },
    script: { description: "path of an executable file", optional: true },
  },
  options: { clear: { kind: "flag", description: "run nothing any more" } },
  exclusive: [["script", "clear"]],
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    if (args.script === undefined && !args.clear) throw usageError(lifecycleHook, "A script is missing, or --clear.");
    const script = args.script === undefined ? "" : wholePath(args.script);
    const { manager, client } = await openLifecycle(context);
    const vm = await findMonitoredVm(args.vm, manager, context);
    const event = args.event as HookType;
    if (context.isDryRun) {
      const action = args.clear ? "clear hook" : "set hook";
      return planReport([{ action, target: vm.id, reason: `${event} ${script}`.trimEnd() }]);
    }
    const config = await manager.updateConfig(vm, { hooks: { [event]: script } });
    await client.reload({ signal: context.signal });
    const text = args.clear
      ? `✓ Hook ${event} of VM '${vm.name}' cleared`
      : `✓ Hook ${event} of VM '${vm.name}': ${config.hooks[event] ?? script}`;
    return { json: { vm: vm.name, id: vm.id, hooks: config.hooks }, text };
  },
});

function wholePath(script: string): string {
  return script.startsWith("~") ? script : resolve(script);
}
