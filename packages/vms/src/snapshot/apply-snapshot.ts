import { ValidationError, type AbortOptions } from "@azlin/core";
import { deleteResource } from "../generic-resources.ts";
import { createStep } from "../provision/apply-provision.ts";
import type { VmAzure } from "../vm-azure.ts";
import type { SnapshotPlan } from "./snapshot-plan.ts";
import type { VmSnapshot } from "./vm-snapshot.ts";

/**
 * Takes a snapshot and waits until Azure has it.
 *
 * @returns its id.
 * @throws AzlinError as translated, for instance PermissionError.
 */
export async function applySnapshot(azure: VmAzure, plan: SnapshotPlan, options: AbortOptions = {}): Promise<string> {
  await createStep(azure, plan.step, options);
  return plan.step.target;
}

/** The plan of deleting a snapshot. */
export interface SnapshotDeletePlan {
  readonly action: "delete";
  readonly target: string;
  readonly reason: string;
}

/**
 * Decides whether a snapshot may be deleted. Pure.
 *
 * @throws ValidationError (`SNAPSHOT_NOT_OURS`) for one that azlin did not take, unless `force`.
 */
export function planSnapshotDelete(snapshot: VmSnapshot, { force = false } = {}): SnapshotDeletePlan {
  if (snapshot.kind === "foreign" && !force) {
    throw new ValidationError("SNAPSHOT_NOT_OURS", `azlin did not take the snapshot '${snapshot.name}'.`, {
      hint: "Use --force when it is really to go.",
      details: { id: snapshot.id },
    });
  }
  return { action: "delete", target: snapshot.id, reason: "It was asked for." };
}

/** Deletes a snapshot; one that is not there is deleted. */
export function applySnapshotDelete(
  azure: VmAzure,
  plan: SnapshotDeletePlan,
  options: AbortOptions = {},
): Promise<void> {
  return deleteResource(azure, plan.target, options);
}
