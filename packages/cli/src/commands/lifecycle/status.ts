import { isResourceId, resourceNameOf } from "@azlin/core";
import type { LifecycleConfig, VmReport } from "@azlin/lifecycle";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { askDaemon } from "../../lifecycle/daemon-health.ts";
import { findMonitoredVm } from "../../lifecycle/find-monitored-vm.ts";
import { agoInWords, healthInWords } from "../../lifecycle/health-words.ts";
import { monitoringSection } from "../../lifecycle/monitoring-section.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";
import type { Report } from "../../render/report.ts";

/** `azlin lifecycle status` */
export const lifecycleStatus = defineCommand({
  path: "lifecycle status",
  summary: "Show how VMs are monitored, and how they are",
  description: "Health is what the daemon saw at its last check; N/A when it does not run.",
  examples: [
    ["azlin lifecycle status", "all monitored VMs"],
    ["azlin lifecycle status dev", "one of them, with its hooks and its last day"],
  ],
  arguments: { vm: { description: "name, session or resource id of a VM (default: all)", optional: true } },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const { manager } = await openLifecycle(context);
    if (args.vm === undefined) return statusOfAll(await manager.read(), context);
    const vm = await findMonitoredVm(args.vm, manager, context);
    const { json, lines } = await monitoringSection(vm, context);
    return { json: { vm: vm.name, id: vm.id, monitoring: json }, text: [`VM '${vm.name}'`, ...lines].join("\n") };
  },
});

async function statusOfAll({ vms }: LifecycleConfig, context: Context): Promise<Report> {
  const daemon = await askDaemon(context);
  const nowMs = context.clock.now();
  const rows = [...vms].map(([key, config]) => ({ key, config, report: daemon.of(key) }));
  return {
    json: rows.map(({ key, config, report }) => ({ vm: nameOf(key), key, config, daemon: report ?? null })),
    table: {
      columns: ["VM", "ENABLED", "POLICY", "INTERVAL", "SSH FAILURES", "LAST CHECK", "HEALTH"],
      rows: rows.map(({ key, config, report }) => [
        nameOf(key),
        config.enabled ? "yes" : "no",
        config.restartPolicy,
        `${config.checkIntervalSeconds}s`,
        `${report?.failures ?? "N/A"}/${config.sshFailureThreshold}`,
        lastCheck(report, nowMs),
        healthInWords(report),
      ]),
    },
    footer: rows.length === 0 ? ["No VM is monitored: see 'azlin lifecycle enable --help'."] : [],
  };
}

function nameOf(key: string): string {
  return isResourceId(key) ? resourceNameOf(key) : key;
}

function lastCheck(report: VmReport | undefined, nowMs: number): string {
  const atMs = report?.lastCheckAtMs ?? null;
  return atMs === null ? "N/A" : agoInWords(nowMs - atMs);
}
