import { applyProvision, type ProvisionPlan, type ProvisionReport, type VmAzure } from "@azlin/vms";
import { resourceNameOf } from "@azlin/core";
import { listFleet } from "../azure/list-fleet.ts";
import type { Context } from "../context.ts";
import { withRemains } from "../interrupted-error.ts";
import type { Report } from "../render/report.ts";
import { saveSshKey, type SshKey } from "../ssh/ssh-key.ts";
import { provisionReport } from "./provision-report.ts";

/** What {@link createVms} works with. */
export interface Creation {
  readonly azure: VmAzure;
  readonly plan: ProvisionPlan;
  readonly key: SshKey;
}

/**
 * Carries a provision plan out.
 *
 * @throws InterruptedError on Ctrl-C, naming what exists; the error of the VM when there is only one and it failed.
 */
export async function createVms({ azure, plan, key }: Creation, context: Context): Promise<Report> {
  const { clock, signal } = context;
  await saveSshKey(key);
  const startMs = clock.now();
  const label = plan.vms.length === 1 ? `Creating VM '${plan.vms[0]!.name}'` : `Creating ${plan.vms.length} VMs`;
  const report = await context.progress(label, () =>
    applyProvision(azure, plan, {
      signal,
      onStep: ({ target }, state) => context.logger.debug("provision step", { target, state }),
    }),
  );
  const durationMs = clock.now() - startMs;
  if (report.interrupted) throw withRemains(signal.reason, remainsOf(report));
  const [only] = report.outcomes;
  if (report.outcomes.length === 1 && only?.error !== undefined) {
    if (report.created.length > 0) context.note(remainsOf(report).hint);
    throw only.error;
  }
  const fleet = await listFleet(azure, { ...context, resourceGroup: plan.resourceGroup });
  return provisionReport({ plan, report, fleet, durationMs });
}

function remainsOf({ created, outcomes }: ProvisionReport): { hint: string; details: Record<string, unknown> } {
  const done = outcomes.filter(({ ok }) => ok).map(({ vm }) => vm);
  const names = created.map(resourceNameOf).join(", ");
  return {
    hint:
      created.length === 0
        ? "Nothing was created."
        : `These exist, or Azure is still creating them: ${names}. Remove a VM with 'azlin kill NAME'.`,
    details: { created, finished: done },
  };
}
