import {
  callOptions,
  isAzlinError,
  parseResourceId,
  pollOptions,
  retry,
  toAzlinError,
  transientFailure,
  throttling,
  type AbortOptions,
  type RetryStrategy,
} from "@azlin/core";
import { deleteResource, resourceExists } from "../generic-resources.ts";
import type { VmAzure } from "../vm-azure.ts";
import type { DeletePlan, DeleteStep } from "./delete-plan.ts";

/** What became of one step of a delete plan. */
export interface DeleteOutcome {
  readonly target: string;
  readonly kind: DeleteStep["kind"];
  /** `deleted` only when Azure answers 404 to a GET. */
  readonly status: "deleted" | "remaining" | "unknown";
  readonly error?: string;
}

/** What a delete plan led to. */
export interface DeleteReport {
  readonly vmId: string;
  readonly outcomes: readonly DeleteOutcome[];
}

/** Options of {@link applyDelete}. */
export interface ApplyDeleteOptions extends AbortOptions {
  /** Told when a step begins and ends. */
  readonly onStep?: (step: DeleteStep, state: "begun" | "ended") => void;
}

/** An address stays "in use" for a moment after its interface has gone. */
const DEPENDENCY_WAITS_MS = [1000, 2000, 4000, 8000, 16_000];
const IN_USE_CODES = new Set([
  "NicInUse",
  "PublicIPAddressCannotBeDeleted",
  "InUseNetworkSecurityGroupCannotBeDeleted",
  "OperationNotAllowed",
  "AnotherOperationInProgress",
]);
const LEFTOVER_ORDER: readonly DeleteStep["kind"][] = ["networkInterface", "publicIp", "disk", "networkSecurityGroup"];

/** Azure's "in use" comes as 400 or 409; only its code tells it from a refusal that will not pass. */
const stillInUse: RetryStrategy = {
  name: "still-in-use",
  retry: ({ attempt, error }) => {
    const afterMs = DEPENDENCY_WAITS_MS[attempt - 1];
    const isInUse = isAzlinError(error) && IN_USE_CODES.has(String(error.details["azureCode"]));
    return isInUse && afterMs !== undefined ? { afterMs } : { skip: true };
  },
};

/**
 * Carries a delete plan out: the VM first, then what Azure did not take along, in the order of who refers to whom.
 * Every target is read again at the end: `deleted` is what is proved to be gone.
 *
 * @throws AzlinError when the VM itself cannot be deleted; failures of the rest are in the report.
 */
export async function applyDelete(
  azure: VmAzure,
  plan: DeletePlan,
  options: ApplyDeleteOptions = {},
): Promise<DeleteReport> {
  const [vmStep, ...rest] = plan.steps;
  if (vmStep !== undefined) await tracked(vmStep, options, () => deleteVm(azure, vmStep.target, options));
  const outcomes = new Map<string, DeleteOutcome>();
  for (const kind of LEFTOVER_ORDER) {
    const steps = rest.filter((step) => step.kind === kind);
    await Promise.all(steps.map(async (step) => outcomes.set(step.target, await clearLeftover(azure, step, options))));
  }
  if (vmStep !== undefined) outcomes.set(vmStep.target, await verify(azure, vmStep, options));
  return { vmId: plan.vmId, outcomes: plan.steps.map((step) => outcomes.get(step.target)!) };
}

/** What was to go with the VM is only looked at, and deleted when it is still there. */
async function clearLeftover(azure: VmAzure, step: DeleteStep, options: ApplyDeleteOptions): Promise<DeleteOutcome> {
  const seen = step.how === "cascade" ? await verify(azure, step, options) : undefined;
  if (seen?.status === "deleted") return seen;
  try {
    await tracked(step, options, () => deleteLeftover(azure, step.target, options));
    return await verify(azure, step, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    const outcome = await verify(azure, step, options);
    return outcome.status === "deleted" ? outcome : { ...outcome, error: messageOf(error) };
  }
}

async function tracked(step: DeleteStep, { onStep }: ApplyDeleteOptions, run: () => Promise<void>): Promise<void> {
  onStep?.(step, "begun");
  await run();
  onStep?.(step, "ended");
}

async function deleteVm(azure: VmAzure, vmId: string, { signal }: AbortOptions): Promise<void> {
  const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(vmId);
  try {
    const { virtualMachines } = await azure.clients.compute(subscriptionId);
    const poller = virtualMachines.delete(resourceGroup, names[0]!, pollOptions(azure.transport));
    await poller.pollUntilDone(callOptions({ signal }));
  } catch (error) {
    const action = "Microsoft.Compute/virtualMachines/delete";
    const translated = toAzlinError(error, {
      operation: "delete the VM",
      action,
      resource: vmId,
      signal,
    });
    if (translated.code !== "NOT_FOUND") throw translated;
  }
}

async function deleteLeftover(azure: VmAzure, id: string, options: AbortOptions): Promise<void> {
  await retry(() => deleteResource(azure, id, options), {
    strategies: [throttling(), stillInUse, transientFailure()],
    clock: azure.clock,
    maxAttempts: DEPENDENCY_WAITS_MS.length + 1,
    signal: options.signal,
  });
}

async function verify(azure: VmAzure, { target, kind }: DeleteStep, options: AbortOptions): Promise<DeleteOutcome> {
  try {
    return { target, kind, status: (await resourceExists(azure, target, options)) ? "remaining" : "deleted" };
  } catch (cause) {
    return { target, kind, status: "unknown", error: messageOf(cause) };
  }
}

function messageOf(error: unknown): string {
  return isAzlinError(error) || error instanceof Error ? error.message : String(error);
}
