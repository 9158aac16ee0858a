import { resourceNameOf } from "@azlin/core";
import { applyClone, type ClonePlan, type CloneStage, type VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { withRemains } from "../interrupted-error.ts";
import { jumpHosts } from "../remote/jump-hosts.ts";
import { openRemote, type RemoteWishes } from "../remote/open-remote.ts";
import type { Report } from "../render/report.ts";
import { cloneReport } from "./clone-report.ts";
import { homeSecrets } from "./home-secrets.ts";

const STAGES: Readonly<Record<CloneStage, string>> = {
  create: "creating",
  connect: "waiting for SSH",
  secrets: "removing secrets",
  identity: "renewing its identity",
  done: "done",
};

/** What {@link cloneVm} works with. */
export interface Cloning {
  readonly azure: VmAzure;
  readonly plan: ClonePlan;
  readonly access: RemoteWishes;
}

/**
 * Carries a clone plan out.
 *
 * @throws InterruptedError on Ctrl-C, naming what exists.
 */
export async function cloneVm({ azure, plan, access }: Cloning, context: Context): Promise<Report> {
  const { clock, signal } = context;
  await using remote = await openRemote(access, await jumpHosts(azure, access, context), context);
  const startMs = clock.now();
  const titles = plan.provision.vms.map(({ name }) => name);
  const report = await context.board(titles, async (board) => {
    for (const title of titles) board.at(title, "taking a snapshot");
    const cloned = await applyClone(azure, plan, {
      shell: remote.shell,
      targetFor: remote.target,
      findSecrets: homeSecrets(remote),
      onHostKeys: ({ vmId }, publicKeys) => remote.knownHosts.replace(vmId, publicKeys),
      onStep: ({ vm, type }, state) => {
        if (vm !== undefined && state === "begun") board.at(vm, `creating ${type.split("/").at(-1)!}`);
      },
      onStage: (vm, stage) => board.at(vm, STAGES[stage]),
      clock,
      signal,
    });
    for (const { vm, ok, error } of cloned.outcomes) board.end(vm, ok ? "done" : "failed", error?.message);
    return cloned;
  });
  if (!report.interrupted) return cloneReport(plan, report, clock.now() - startMs);
  const { created } = report;
  const names = created.map(resourceNameOf).join(", ");
  throw withRemains(signal.reason, {
    hint: created.length === 0 ? "Nothing is left." : `These exist: ${names}. Remove a VM with 'azlin kill NAME'.`,
    details: { created },
  });
}
