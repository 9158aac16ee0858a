import { defineCommand } from "../../define-command.ts";
import { findMonitoredVm } from "../../lifecycle/find-monitored-vm.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin lifecycle disable` */
export const lifecycleDisable = defineCommand({
  path: "lifecycle disable",
  summary: "Stop monitoring a VM",
  description: "Its settings and hooks stay in lifecycle-config.toml for the next time.",
  examples: [["azlin lifecycle disable dev", "neither check nor heal it from now on"]],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const { manager, client } = await openLifecycle(context);
    const vm = await findMonitoredVm(args.vm, manager, context);
    if (context.isDryRun) {
      const { config } = await manager.getMonitoringStatus(vm);
      const plan = { action: "disable", target: vm.id, reason: "It is monitored." };
      return planReport(config?.enabled === true ? [plan] : []);
    }
    const config = await manager.disableMonitoring(vm);
    await client.reload({ signal: context.signal });
    return { json: { vm: vm.name, id: vm.id, config }, text: `✓ VM '${vm.name}' is not monitored any more` };
  },
});
