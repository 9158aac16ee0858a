import {
  isAzlinError,
  ProvisioningError,
  sameResource,
  toAzlinError,
  type AbortOptions,
  type AzlinError,
} from "@azlin/core";
import { MANAGED_BY, TAG_KEYS } from "@azlin/tags";
import { readVm } from "../fleet/read-vm.ts";
import { deleteResource } from "../generic-resources.ts";
import { applyPower, readPowerState } from "../power/apply-power.ts";
import { planPower, type PowerAction } from "../power/power-plan.ts";
import { createStep } from "../provision/apply-provision.ts";
import type { VmAzure } from "../vm-azure.ts";
import type { RestorePlan, RestoreStep } from "./restore-plan.ts";
import { KEPT_OF_TAG } from "./snapshot-tags.ts";
import { swapOsDisk } from "./swap-os-disk.ts";

/** What a restore came to. */
export interface RestoreReport {
  /** `rolled-back`: the VM is on its old disk, as before. `failed`: somebody has to look; `left` says at what. */
  readonly status: "restored" | "rolled-back" | "failed";
  /** Disks that no VM uses now, with what they cost a month by our price table. */
  readonly left: readonly { readonly id: string; readonly monthlyCostUsd: number | null }[];
  readonly error?: AzlinError;
}

/** Options of {@link applyRestore}. */
export interface ApplyRestoreOptions extends AbortOptions {
  /** Rejects when the VM has not really started, for instance by waiting for SSH. Default: Azure's word is enough. */
  readonly confirmBoot?: (signal: AbortSignal | undefined) => Promise<void>;
  /** Told before each step. */
  readonly onStep?: (step: RestoreStep) => void;
}

/**
 * Carries a restore out. Until the VM has started from the new disk the old one is not touched, and when it does not
 * start it gets it back. Never throws: the report says what happened and what is left.
 */
export async function applyRestore(
  azure: VmAzure,
  plan: RestorePlan,
  options: ApplyRestoreOptions = {},
): Promise<RestoreReport> {
  try {
    await forward(azure, plan, options);
  } catch (error) {
    return rollBack(azure, plan, toFailure(error));
  }
  return settleOldDisk(azure, plan, options);
}

async function forward(azure: VmAzure, plan: RestorePlan, options: ApplyRestoreOptions): Promise<void> {
  const { signal, confirmBoot } = options;
  const { vm, newDisk } = plan;
  const actions: Partial<Record<RestoreStep["action"], () => Promise<void>>> = {
    create: () => createStep(azure, newDisk, { signal }),
    deallocate: () => power(azure, vm.id, { wanted: "deallocate", signal }),
    swap: () => swapOsDisk(azure, vm.id, { diskId: newDisk.target, signal }),
    start: () => power(azure, vm.id, { wanted: "start", signal }),
    verify: async () => {
      await requireRunning(azure, vm.id, { signal });
      await confirmBoot?.(signal);
    },
  };
  for (const step of plan.steps) {
    const act = actions[step.action];
    if (act === undefined) continue;
    signal?.throwIfAborted();
    options.onStep?.(step);
    await act();
  }
}

async function settleOldDisk(
  azure: VmAzure,
  plan: RestorePlan,
  { signal, onStep }: ApplyRestoreOptions,
): Promise<RestoreReport> {
  const { oldDisk, vm } = plan;
  const kept = [{ id: oldDisk.id, monthlyCostUsd: oldDisk.monthlyCostUsd }];
  onStep?.(plan.steps.at(-1)!);
  try {
    if (plan.deleteOldDisk) {
      await deleteResource(azure, oldDisk.id, { signal });
      return { status: "restored", left: [] };
    }
    await azure.tagsApi.merge(
      oldDisk.id,
      { [TAG_KEYS.managedBy]: MANAGED_BY, [KEPT_OF_TAG]: vm.id.slice(-256) },
      { signal },
    );
    return { status: "restored", left: kept };
  } catch (error) {
    return { status: "restored", left: kept, error: toFailure(error) };
  }
}

/** Not abortable: it ends with a VM that is as it was. */
async function rollBack(azure: VmAzure, plan: RestorePlan, error: AzlinError): Promise<RestoreReport> {
  const { vm, newDisk, oldDisk } = plan;
  try {
    const wasRunning = vm.powerState === "running" || vm.powerState === "starting";
    if (await startsFrom(azure, plan)) {
      await power(azure, vm.id, { wanted: "deallocate" });
      await swapOsDisk(azure, vm.id, { diskId: oldDisk.id });
    }
    if (wasRunning) await power(azure, vm.id, { wanted: "start" });
    await deleteResource(azure, newDisk.target, {});
    return { status: "rolled-back", left: [], error };
  } catch (second) {
    const what = toFailure(second);
    const message = `${error.message} Putting the old disk back failed too: ${what.message}`;
    const both = new ProvisioningError("RESTORE_FAILED", message, {
      hint: `The VM's old disk is '${oldDisk.name}', the new one '${newDisk.target}': both are there.`,
      details: { vmId: vm.id, oldDisk: oldDisk.id, newDisk: newDisk.target },
      cause: second,
    });
    const left = [oldDisk, { id: newDisk.target, monthlyCostUsd: oldDisk.monthlyCostUsd }];
    return { status: "failed", left: left.map(({ id, monthlyCostUsd }) => ({ id, monthlyCostUsd })), error: both };
  }
}

/** Whether the VM is on the new disk now; the answer to the swap may have been lost. */
async function startsFrom(azure: VmAzure, { vm, newDisk }: RestorePlan): Promise<boolean> {
  const { storageProfile } = await readVm(azure, vm.id, {});
  return sameResource(storageProfile?.osDisk?.managedDisk?.id ?? "", newDisk.target);
}

async function power(
  azure: VmAzure,
  vmId: string,
  { wanted, signal }: AbortOptions & { readonly wanted: PowerAction },
): Promise<void> {
  const powerState = await readPowerState(azure, vmId, { signal });
  await applyPower(azure, planPower({ vmId, wanted, powerState }), { signal });
}

async function requireRunning(azure: VmAzure, vmId: string, options: AbortOptions): Promise<void> {
  const state = await readPowerState(azure, vmId, options);
  if (state === "running") return;
  throw new ProvisioningError("VM_NOT_RUNNING", `The VM is ${state} after it was started from the restored disk.`, {
    hint: "Choose another snapshot.",
    details: { vmId, state },
  });
}

function toFailure(error: unknown): AzlinError {
  return isAzlinError(error) ? error : toAzlinError(error, { operation: "restore the VM" });
}
