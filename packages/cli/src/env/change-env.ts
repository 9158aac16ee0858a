import { NotFoundError } from "@azlin/core";
import { changeRemoteEnv, readRemoteEnv, type EnvChange, type EnvVariables } from "@azlin/vms";
import type { Context } from "../context.ts";
import { CANCELLED } from "../deletion/delete-vms.ts";
import type { Question } from "../prompt.ts";
import { planReport, type PlannedAction } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";
import { onVm, type ReachedVm } from "../remote/on-vm.ts";
import type { RemoteWishes } from "../remote/open-remote.ts";
import { envPlan } from "./env-plan.ts";

/** A change that was asked for. */
export interface EnvWishes {
  readonly name: string;
  readonly wishes: RemoteWishes;
  readonly change: EnvChange;
  /** What to ask before; `undefined`: nothing. */
  readonly question?: ((vm: string, plan: readonly PlannedAction[]) => Question) | undefined;
}

/**
 * Changes the variables of a VM: reads them, plans, asks, applies. With `--dry-run` only the plan is printed; values
 * are in none of it.
 *
 * @throws NotFoundError (`ENV_NOT_SET`) for a variable that is to go and is not there.
 */
export function changeEnv({ name, wishes, change, question }: EnvWishes, context: Context): Promise<Report> {
  const { signal } = context;
  return onVm({ name, wishes }, context, async ({ vm, shell, target }) => {
    const read = (): Promise<EnvVariables> => readRemoteEnv(shell, target, { signal });
    const current = await context.progress("Reading the variables", read);
    assertSet(current, change.delete ?? [], vm);
    const plan = envPlan(current, change);
    if (context.isDryRun) return planReport(plan, { vm: vm.name, id: vm.id });
    if (plan.length === 0) return changed(vm, plan, current);
    if (question !== undefined && !(await context.confirm(question(vm.name, plan)))) return CANCELLED;
    const apply = (): Promise<EnvVariables> => changeRemoteEnv(shell, target, { change, signal });
    return changed(vm, plan, await context.progress("Writing the variables", apply));
  });
}

function assertSet(current: EnvVariables, names: readonly string[], { name: vm }: ReachedVm["vm"]): void {
  const missing = names.filter((name) => current[name] === undefined);
  if (missing.length === 0) return;
  throw new NotFoundError("ENV_NOT_SET", `Not set on VM '${vm}': ${missing.join(", ")}. Nothing was changed.`, {
    hint: `'azlin env list ${vm}' shows what is.`,
    details: { names: missing },
  });
}

const DONE: Readonly<Record<string, string>> = { set: "Set", change: "Changed", delete: "Deleted" };

function changed(vm: ReachedVm["vm"], plan: readonly PlannedAction[], variables: EnvVariables): Report {
  const changes = plan.map(({ action, target }) => ({ action, name: target }));
  return {
    json: { vm: vm.name, id: vm.id, changes, names: Object.keys(variables).sort() },
    table: { columns: ["ACTION", "NAME"], rows: changes.map(({ action, name }) => [action, name]) },
    text:
      changes.length === 0
        ? `Nothing to change on VM '${vm.name}'.`
        : changes.map(({ action, name }) => `${DONE[action]!} ${name} on VM '${vm.name}'.`).join("\n"),
    footer: changes.length === 0 ? [] : ["New shells see it; those that are open do not."],
  };
}
