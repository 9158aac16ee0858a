import type { ManagedVm } from "@azlin/tags";
import { applyPower, type PowerAction, type PowerPlan, type VmAzure } from "@azlin/vms";
import type { HookType } from "@azlin/lifecycle";
import type { Context } from "../context.ts";
import { fireHook } from "../lifecycle/fire-hook.ts";
import { noteIntent } from "../lifecycle/note-intent.ts";

const HOOKS: Readonly<Record<PowerAction, HookType>> = {
  start: "on_start",
  restart: "on_restart",
  stop: "on_stop",
  deallocate: "on_stop",
};

/** A plan for the power of a VM. */
export interface PowerWork {
  readonly vm: Pick<ManagedVm, "id" | "name" | "tags">;
  readonly plan: PowerPlan;
  /** `Starting`, shown while it takes; absent: whoever asks shows it. */
  readonly doing?: string;
}

/** Carries a plan out on a VM: notes what its user wants, does it, and fires the hook of it. Nothing when nothing is to be done. */
export async function carryOutPower(azure: VmAzure, { vm, plan, doing }: PowerWork, context: Context): Promise<void> {
  if (plan.action === "none") return;
  await noteIntent(azure, { vm, wanted: plan.action }, context);
  const apply = (): Promise<void> => applyPower(azure, plan, context);
  await (doing === undefined ? apply() : context.progress(`${doing} VM '${vm.name}'`, apply));
  await fireHook(HOOKS[plan.action], vm, context);
}
