import type { ProvisionPlan, ProvisionReport } from "@azlin/vms";
import type { FleetVm } from "@azlin/vms";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";
import type { SshKey } from "../ssh/ssh-key.ts";

/** The plan as `--dry-run` prints it. */
export function provisionPlanReport(plan: ProvisionPlan, key: SshKey): Report {
  const { location, resourceGroup, notes } = plan;
  const steps = [...plan.shared, ...plan.vms.flatMap((vm) => vm.steps)];
  const keyStep = { action: "create", target: key.path, reason: "There is no SSH key for azlin yet." };
  return planReport([...(key.created === undefined ? [] : [keyStep]), ...steps], { location, resourceGroup, notes });
}

/** What creating VMs led to. */
export interface Provisioned {
  readonly plan: ProvisionPlan;
  readonly report: ProvisionReport;
  /** The VMs as they are now, as far as they could be read. */
  readonly fleet: readonly FleetVm[];
  readonly durationMs: number;
}

/** What was created and what failed. Several VMs fail only together; what is left of failed ones is named. */
export function provisionReport({ plan, report, fleet, durationMs }: Provisioned): Report {
  const results = report.outcomes.map(({ vm, id, ok, error }) => {
    const found = fleet.find((one) => one.id.toLowerCase() === id.toLowerCase());
    const { publicIp = null, powerState = "unknown", session = null } = found ?? {};
    return { vm, id, ok, session, publicIp, powerState, ...(error && { error: error.toJSON() }), durationMs };
  });
  const succeeded = results.filter(({ ok }) => ok);
  const failed = results.filter(({ ok }) => !ok);
  const { location, resourceGroup } = plan;
  const summary = { total: results.length, succeeded: succeeded.length, failed: failed.length };
  return {
    json: { results, summary, location, resourceGroup, created: report.created },
    table: {
      columns: ["VM", "RESULT", "IP", "REGION", "RESOURCE GROUP", "ERROR"],
      rows: results.map(({ vm, ok, publicIp, error }) => [
        vm,
        ok ? "created" : "failed",
        publicIp,
        location,
        resourceGroup,
        error?.message ?? null,
      ]),
    },
    text: [
      ...(succeeded.length > 0 ? ["Successfully Provisioned VMs:"] : []),
      ...succeeded.map(({ vm, publicIp }) => `  ${vm}  ${publicIp ?? "-"}  ${location}  ${resourceGroup}`),
      ...(failed.length > 0 ? ["Failed VMs:"] : []),
      ...failed.map(({ vm, error }) => `  ${vm}: ${error?.message}`),
      ...(failed.length > 0 ? ["Created on the way:", ...report.created.map((id) => `  ${id}`)] : []),
    ].join("\n"),
    failed: succeeded.length === 0,
  };
}
