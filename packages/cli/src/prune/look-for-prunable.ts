import { sameResource } from "@azlin/core";
import { isLocked, planPrune, type DeletePlan, type PrunePlan, type PruneRequest, type VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { planDeletions } from "../deletion/plan-deletions.ts";
import { readPruneFacts } from "./prune-facts.ts";

/** Which VMs may go, with everything that goes with each. */
export interface Prunable extends PrunePlan {
  /** In the order of the candidates. */
  readonly deletions: readonly DeletePlan[];
  /** Whether it is known which VMs locks protect; all stay when it is not. */
  readonly areLocksKnown: boolean;
}

/** Looks which VMs may go now. A lock on a disk or an interface of a VM protects the VM: half of it would be left. */
export async function lookForPrunable(azure: VmAzure, request: PruneRequest, context: Context): Promise<Prunable> {
  const facts = await readPruneFacts(azure, context);
  const { lockedScopes = [], locked } = facts;
  const { candidates } = planPrune(facts, request);
  const vms = candidates.map(({ vm }) => vm);
  const deletions = vms.length === 0 ? [] : await planDeletions(azure, vms, context);
  const free = deletions.filter(({ steps }) => !steps.some(({ target }) => isLocked(target, lockedScopes)));
  const halfLocked = deletions.filter((plan) => !free.includes(plan)).map(({ vmId }) => vmId);
  const plan = planPrune({ ...facts, locked: locked && new Set([...locked, ...halfLocked]) }, request);
  return { ...plan, deletions: free, areLocksKnown: locked !== undefined };
}

/**
 * Those of the first look that may still go by the second: between them somebody may have used a VM, named it or
 * protected it.
 */
export function stillPrunable(first: Prunable, second: Prunable): Prunable {
  const isIn = (vmId: string): boolean => second.candidates.some(({ vm }) => sameResource(vm.id, vmId));
  return {
    ...second,
    candidates: first.candidates.filter(({ vm }) => isIn(vm.id)),
    deletions: first.deletions.filter(({ vmId }) => isIn(vmId)),
  };
}
