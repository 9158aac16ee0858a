import {
  DeadlineError,
  isAzlinError,
  mapConcurrentSettled,
  ProvisioningError,
  sameResource,
  toAzlinError,
  withDeadline,
  type AbortOptions,
  type AzlinError,
} from "@azlin/core";
import { deleteResource, readResource } from "../generic-resources.ts";
import { monthlyCostUsd } from "../price/monthly-cost.ts";
import {
  applyProvision,
  createStep,
  type ApplyProvisionOptions,
  type ProvisionReport,
} from "../provision/apply-provision.ts";
import type { VmAzure } from "../vm-azure.ts";
import type { ClonePlan } from "./clone-plan.ts";
import type { FoundSecret } from "./clone-secrets.ts";
import { prepareClone, type CloneStage, type PrepareCloneOptions } from "./prepare-clone.ts";

/** What became of one clone. */
export interface CloneOutcome {
  readonly vm: string;
  readonly id: string;
  readonly session: string | null;
  /** Only when it has an identity of its own and none of the source's secrets. */
  readonly ok: boolean;
  /** The stage it failed in, or `done`. */
  readonly stage: CloneStage;
  readonly secretsRemoved: readonly FoundSecret[];
  readonly error?: AzlinError;
}

/** A snapshot that could not be removed. */
export interface LeftSnapshot {
  readonly id: string;
  readonly error: string;
  /** At most, by our price table; null when nobody knows. */
  readonly monthlyCostUsd: number | null;
}

/** What `clone` came to. */
export interface CloneReport {
  readonly outcomes: readonly CloneOutcome[];
  /** Ids of everything that was created and is there still, also for clones that failed. */
  readonly created: readonly string[];
  readonly leftSnapshots: readonly LeftSnapshot[];
  readonly interrupted: boolean;
}

/** Options of {@link applyClone}. */
export interface ApplyCloneOptions extends PrepareCloneOptions, Pick<ApplyProvisionOptions, "onStep"> {
  /** Clones made at once. Default 10. */
  readonly concurrency?: number;
  /** Milliseconds for a snapshot to reach another region. Default 3,600,000. */
  readonly copyBudgetMs?: number;
}

const COPY_BUDGET_MS = 3_600_000;
const COPY_PAUSE_MS = 5000;
const CLEANUP_MS = 120_000;

/**
 * Carries a clone plan out: snapshot, clones side by side, each with its secrets removed and an identity of its own;
 * the snapshot is removed whatever happened. Never throws: the report says what failed and what exists.
 */
export async function applyClone(azure: VmAzure, plan: ClonePlan, options: ApplyCloneOptions): Promise<CloneReport> {
  const snapshots: string[] = [];
  const created: string[] = [];
  let outcomes: readonly CloneOutcome[];
  try {
    await takeSnapshots(azure, plan, { ...options, taken: snapshots });
    const provisioned = await applyProvision(azure, plan.provision, options);
    created.push(...provisioned.created);
    outcomes = await prepareAll(azure, plan, { ...options, provisioned });
  } catch (error) {
    const failure = isAzlinError(error) ? error : toFailure(error);
    outcomes = plan.provision.vms.map((vm) => failedOutcome(plan, vm, { stage: "create", error: failure }));
  }
  const leftSnapshots = await removeSnapshots(azure, plan, snapshots);
  return {
    outcomes,
    created: [...created, ...leftSnapshots.map(({ id }) => id)],
    leftSnapshots,
    interrupted: options.signal?.aborted ?? false,
  };
}

async function takeSnapshots(
  azure: VmAzure,
  plan: ClonePlan,
  { taken, signal, copyBudgetMs = COPY_BUDGET_MS }: ApplyCloneOptions & { readonly taken: string[] },
): Promise<void> {
  for (const step of plan.snapshots) {
    signal?.throwIfAborted();
    // From the moment the request is out the snapshot may exist.
    taken.push(step.target);
    await createStep(azure, step, { signal });
  }
  const copy = plan.snapshots[1];
  if (copy !== undefined) await waitForCopy(azure, copy.target, { signal, budgetMs: copyBudgetMs });
}

/** A copy to another region exists at once and can be used when all of it has arrived. */
async function waitForCopy(
  azure: VmAzure,
  id: string,
  { signal, budgetMs }: AbortOptions & { readonly budgetMs: number },
): Promise<void> {
  const startMs = azure.clock.now();
  for (;;) {
    const copy = await readResource<{ completionPercent?: number }>(azure, id, { signal });
    // Azure leaves the member out where there is nothing to wait for.
    if (copy !== undefined && (copy.completionPercent ?? 100) >= 100) return;
    if (copy === undefined || azure.clock.now() - startMs >= budgetMs) throw copyLate(budgetMs);
    await azure.clock.delay(COPY_PAUSE_MS, { signal });
  }
}

async function prepareAll(
  azure: VmAzure,
  plan: ClonePlan,
  options: ApplyCloneOptions & { readonly provisioned: ProvisionReport },
): Promise<readonly CloneOutcome[]> {
  const { provisioned, concurrency = 10, signal, onStage } = options;
  const stages = new Map<string, CloneStage>();
  const reports = await mapConcurrentSettled(provisioned.outcomes, { concurrency, signal }, (outcome) => {
    if (!outcome.ok) throw outcome.error ?? toFailure(undefined);
    const reached = (stage: CloneStage): void => {
      stages.set(outcome.vm, stage);
      onStage?.(outcome.vm, stage);
    };
    return prepareClone(azure, { id: outcome.id, size: sizeOf(plan, outcome.id), reached }, options);
  });
  return reports.map((report): CloneOutcome => {
    const vm = { name: report.item.vm, id: report.item.id };
    if (report.ok) return { ...outcomeOf(plan, vm), ok: true, stage: "done", secretsRemoved: report.value };
    const error = isAzlinError(report.error) ? report.error : toFailure(report.error);
    return failedOutcome(plan, vm, { stage: stages.get(vm.name) ?? "create", error });
  });
}

function sizeOf({ provision }: ClonePlan, id: string): string {
  const body = provision.vms.find((vm) => sameResource(vm.id, id))?.steps.at(-1)?.body;
  return (body?.["hardwareProfile"] as { vmSize?: string } | undefined)?.vmSize ?? "";
}

/** The last first: a copy is made from the one before it. Not abortable, so that nothing is left that costs. */
async function removeSnapshots(azure: VmAzure, plan: ClonePlan, taken: readonly string[]): Promise<LeftSnapshot[]> {
  const left: LeftSnapshot[] = [];
  for (const id of taken.toReversed()) {
    try {
      const { clock } = azure;
      await withDeadline("removing the snapshot", { timeoutMs: CLEANUP_MS, clock }, (signal) =>
        deleteResource(azure, id, { signal }),
      );
    } catch (error) {
      const cost = monthlyCostUsd({ kind: "snapshot", sizeGb: plan.snapshotGb ?? undefined });
      left.push({ id, error: toFailure(error).message, monthlyCostUsd: cost });
    }
  }
  return left;
}

interface NamedVm {
  readonly name: string;
  readonly id: string;
}

function outcomeOf({ sessions }: ClonePlan, { name, id }: NamedVm): Pick<CloneOutcome, "vm" | "id" | "session"> {
  return { vm: name, id, session: sessions[name] ?? null };
}

function failedOutcome(
  plan: ClonePlan,
  vm: NamedVm,
  { stage, error }: { readonly stage: CloneStage; readonly error: AzlinError },
): CloneOutcome {
  return { ...outcomeOf(plan, vm), ok: false, stage, secretsRemoved: [], error };
}

function toFailure(error: unknown): AzlinError {
  if (error === undefined) return new ProvisioningError("CLONE_FAILED", "The clone could not be made.");
  return toAzlinError(error, { operation: "clone the VM" });
}

function copyLate(budgetMs: number): DeadlineError {
  return new DeadlineError("SNAPSHOT_COPY", "The snapshot has not reached the other region in time.", {
    operation: "copying the snapshot",
    afterMs: budgetMs,
    hint: "Try again; a copy between regions takes from minutes to hours.",
  });
}
