import { resourceNameOf } from "@azlin/core";
import {
  applyProvision,
  readFleetVm,
  setUpVm,
  type FleetVm,
  type ProvisionPlan,
  type ProvisionReport,
  type ProvisionStep,
  type SetUpReport,
  type SetUpStep,
  type VmAzure,
} from "@azlin/vms";
import type { Context } from "../context.ts";
import { withRemains } from "../interrupted-error.ts";
import type { Remote } from "../remote/open-remote.ts";
import { asAzlinError } from "../render/format-error.ts";
import type { TaskBoard } from "../render/task-board.ts";

/** How long to wait for a new VM, where the user says. */
export interface WaitBudgets {
  readonly sshSeconds: number | undefined;
  readonly cloudInitSeconds: number | undefined;
}

/** What {@link createVms} works with. */
export interface Creation {
  readonly azure: VmAzure;
  readonly plan: ProvisionPlan;
  /** The way to the new VMs; `undefined`: do not wait for them. */
  readonly remote: Remote | undefined;
  readonly budgets: WaitBudgets;
  /** What is done on each VM after its own set-up. */
  readonly steps: (vm: FleetVm, board: TaskBoard) => readonly SetUpStep[];
}

/** A VM that Azure has made. */
export interface NewVm {
  /** `null` when it could not be read. */
  readonly vm: FleetVm | null;
  /** `null` when nobody waited for it. */
  readonly setUp: SetUpReport | null;
}

/** What {@link createVms} led to. */
export interface Created {
  readonly plan: ProvisionPlan;
  readonly report: ProvisionReport;
  /** Those that Azure has made, by id. */
  readonly vms: ReadonlyMap<string, NewVm>;
  readonly durationMs: number;
}

/**
 * Carries a provision plan out. Each VM is set up as soon as it is there, beside the creation of the others.
 *
 * @throws InterruptedError on Ctrl-C, naming what exists.
 */
export async function createVms(creation: Creation, context: Context): Promise<Created> {
  const { azure, plan } = creation;
  const { clock, signal } = context;
  const startMs = clock.now();
  const vms = new Map<string, NewVm>();
  const titles = plan.vms.map(({ name }) => name);
  const report = await context.board(titles, async (board) => {
    const following: Promise<void>[] = [];
    const provisioned = await applyProvision(azure, plan, {
      signal,
      onStep: (step, state) => {
        context.logger.debug("provision step", { target: step.target, state });
        if (state === "begun") showStep(step, titles, board);
      },
      onCreated: ({ id }) => {
        const follow = async (): Promise<void> => void vms.set(id, await followUp(id, { ...creation, board }, context));
        following.push(follow());
      },
    });
    for (const { vm, ok, error } of provisioned.outcomes) if (!ok) board.end(vm, "failed", error?.message);
    await Promise.allSettled(following);
    return provisioned;
  });
  if (signal.aborted) throw withRemains(signal.reason, remainsOf(report));
  return { plan, report, vms, durationMs: clock.now() - startMs };
}

/** What stands after a provision, and how to get rid of it. */
export function remainsOf({ created, outcomes }: ProvisionReport): { hint: string; details: Record<string, unknown> } {
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

async function followUp(
  id: string,
  creation: Creation & { readonly board: TaskBoard },
  context: Context,
): Promise<NewVm> {
  const { azure, remote, board } = creation;
  const { signal } = context;
  const name = resourceNameOf(id);
  let vm: FleetVm | null = null;
  try {
    board.at(name, "reading its address");
    vm = await readFleetVm(azure, id, { signal });
    const setUp = remote === undefined ? null : await setUpOver(remote, vm, { ...creation, context });
    const isGood = setUp === null || setUp.state === "ready";
    board.end(name, isGood ? "done" : "failed", setUp?.state ?? "created");
    return { vm, setUp };
  } catch (thrown) {
    signal.throwIfAborted();
    const error = asAzlinError(thrown);
    board.end(name, "failed", error.message);
    return { vm, setUp: { state: "unreachable", cloudInit: null, problems: [error] } };
  }
}

function setUpOver(
  remote: Remote,
  vm: FleetVm,
  { steps, budgets, board, context }: Creation & { readonly board: TaskBoard; readonly context: Context },
): Promise<SetUpReport> {
  return setUpVm({
    shell: remote.shell,
    target: remote.target(vm),
    size: vm.size,
    steps: steps(vm, board),
    onStage: (label) => board.at(vm.name, label),
    clock: context.clock,
    signal: context.signal,
    ...milliseconds("sshBudgetMs", budgets.sshSeconds),
    ...milliseconds("cloudInitBudgetMs", budgets.cloudInitSeconds),
  });
}

function milliseconds<K extends string>(name: K, seconds: number | undefined): { readonly [P in K]?: number } {
  return (seconds === undefined ? {} : { [name]: seconds * 1_000 }) as { readonly [P in K]?: number };
}

/** What of a plan's shared resources holds up, all VMs wait for. */
function showStep({ vm, type }: ProvisionStep, titles: readonly string[], board: TaskBoard): void {
  const what = `creating ${type.split("/").at(-1)!}`;
  for (const title of vm === undefined ? titles : [vm]) board.at(title, what);
}
