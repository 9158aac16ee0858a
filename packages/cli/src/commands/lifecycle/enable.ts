import { RESTART_POLICIES, type MonitoringConfig, type RestartPolicy } from "@azlin/lifecycle";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { monitoringLines } from "../../lifecycle/monitoring-lines.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin lifecycle enable` */
export const lifecycleEnable = defineCommand({
  path: "lifecycle enable",
  summary: "Monitor a VM",
  description:
    "Writes the VM into lifecycle-config.toml; what is not named stays as it is. The daemon checks it from then on: power " +
    "state, SSH, load. With a restart policy it also heals it.",
  examples: [
    ["azlin lifecycle enable dev", "watch it, and touch nothing"],
    ["azlin lifecycle enable dev --restart-policy on-failure", "restart it after three failed checks in a row"],
  ],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  options: {
    interval: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      maximum: 86_400,
      description: "time between two checks (default: 60)",
    },
    restartPolicy: {
      kind: "text",
      value: "POLICY",
      choices: RESTART_POLICIES,
      description: "never heals (default), on-failure at the threshold, always from the first failed check",
    },
    sshThreshold: {
      kind: "number",
      value: "N",
      minimum: 1,
      maximum: 20,
      description: "failed checks in a row that make it unhealthy (default: 3)",
    },
    checkTimeout: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      maximum: 300,
      description: "time that one check may take (default: 30)",
    },
    grace: {
      kind: "number",
      value: "SECONDS",
      minimum: 0,
      maximum: 7_200,
      description: "time to come up after any start or restart, before anything is healed (default: 300)",
    },
  },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const vm = await findVm(await openVmAzure(context), args.vm, context);
    const { manager, client } = await openLifecycle(context);
    const change: Partial<MonitoringConfig> = {
      ...(args.interval !== undefined && { checkIntervalSeconds: args.interval }),
      ...(args.restartPolicy !== undefined && { restartPolicy: args.restartPolicy as RestartPolicy }),
      ...(args.sshThreshold !== undefined && { sshFailureThreshold: args.sshThreshold }),
      ...(args.checkTimeout !== undefined && { healthCheckTimeout: args.checkTimeout }),
      ...(args.grace !== undefined && { startupGraceSeconds: args.grace }),
    };
    if (context.isDryRun) {
      const reason = `It would be written to ${manager.path}.`;
      return planReport([{ action: "monitor", target: vm.id, reason }], { change });
    }
    const config = await manager.enableMonitoring(vm, change);
    const daemon = await client.reload({ signal: context.signal });
    const footer = daemon === undefined ? ["Start the daemon with 'azlin lifecycle daemon start'."] : [];
    return {
      json: { vm: vm.name, id: vm.id, config, daemon: daemon !== undefined },
      text: [`✓ Monitoring VM '${vm.name}'`, ...monitoringLines(config)].join("\n"),
      footer,
    };
  },
});
