import {
  callOptions,
  isAzlinError,
  mapConcurrentSettled,
  parseResourceId,
  pollOptions,
  toAzlinError,
  type AzlinError,
  type AbortOptions,
} from "@azlin/core";
import type { VirtualMachine } from "@azure/arm-compute";
import { writeResource } from "../generic-resources.ts";
import { RESOURCE_TYPES } from "../resource-types.ts";
import type { VmAzure } from "../vm-azure.ts";
import type { ProvisionPlan, ProvisionStep } from "./provision-plan.ts";

/** What became of one VM of a plan. */
export interface ProvisionOutcome {
  readonly vm: string;
  readonly id: string;
  readonly ok: boolean;
  readonly error?: AzlinError;
}

/** What a provision plan led to. */
export interface ProvisionReport {
  readonly outcomes: readonly ProvisionOutcome[];
  /** Ids of everything that was created, also for VMs that failed: what there is to clean up. */
  readonly created: readonly string[];
  /** Whether the signal ended it before its time. */
  readonly interrupted: boolean;
}

/** Options of {@link applyProvision}. */
export interface ApplyProvisionOptions extends AbortOptions {
  /** VMs created at once. Default 10. */
  readonly concurrency?: number;
  /** Told of each VM that is there, while others are still being created. */
  readonly onCreated?: (vm: { readonly name: string; readonly id: string }) => void;
  /** Told when a step begins and ends. */
  readonly onStep?: (step: ProvisionStep, state: "begun" | "ended") => void;
}

/**
 * Carries a provision plan out: shared resources one by one, then the VMs side by side. A VM that fails does not
 * stop the others. Never throws: the report says what failed and what exists, also after an abort.
 */
export async function applyProvision(
  azure: VmAzure,
  plan: ProvisionPlan,
  options: ApplyProvisionOptions = {},
): Promise<ProvisionReport> {
  const { concurrency = 10, signal } = options;
  const created: string[] = [];
  const run = async (step: ProvisionStep): Promise<void> => {
    signal?.throwIfAborted();
    options.onStep?.(step, "begun");
    // From the moment the request is out the resource may exist, whatever becomes of the answer.
    created.push(step.target);
    await createStep(azure, step, options);
    options.onStep?.(step, "ended");
  };
  const shared = runAll(plan.shared, run);
  const reports = await mapConcurrentSettled(plan.vms, { concurrency }, async ({ name, id, steps }) => {
    await shared;
    for (const stage of stagesOf(steps)) await Promise.all(stage.map(run));
    options.onCreated?.({ name, id });
  });
  const outcomes = reports.map((report) => ({
    vm: report.item.name,
    id: report.item.id,
    ok: report.ok,
    ...(!report.ok && { error: toError(report.error) }),
  }));
  return { outcomes, created, interrupted: signal?.aborted ?? false };
}

async function runAll(steps: readonly ProvisionStep[], run: (step: ProvisionStep) => Promise<void>): Promise<void> {
  for (const step of steps) await run(step);
}

/** Security group, address and disk do not know each other; interface and VM come after them. */
function stagesOf(steps: readonly ProvisionStep[]): ProvisionStep[][] {
  const last = [RESOURCE_TYPES.networkInterface.type, RESOURCE_TYPES.virtualMachine.type] as const;
  const first = steps.filter(({ type }) => !last.some((other) => other === type));
  return [first, ...last.map((type) => steps.filter((step) => step.type === type))];
}

/** Creates what one step says and waits until it is there. */
export async function createStep(azure: VmAzure, step: ProvisionStep, options: AbortOptions): Promise<void> {
  if (step.type === RESOURCE_TYPES.virtualMachine.type) return createVm(azure, step, options);
  if (step.type === "Microsoft.Resources/resourceGroups") return createGroup(azure, step, options);
  const { location, tags, sku, properties } = step.body;
  return writeResource(
    azure,
    {
      id: step.target,
      location,
      properties: properties as Record<string, unknown>,
      ...(tags !== undefined && { tags }),
      ...(sku !== undefined && { sku: sku as { name: string } }),
    },
    options,
  );
}

async function createGroup(azure: VmAzure, step: ProvisionStep, { signal }: AbortOptions): Promise<void> {
  const { subscriptionId = "", resourceGroup = "" } = parseResourceId(step.target);
  try {
    const client = await azure.clients.resources(subscriptionId);
    const { location, tags = {} } = step.body;
    await client.resourceGroups.createOrUpdate(resourceGroup, { location, tags }, callOptions({ signal }));
  } catch (error) {
    const action = "Microsoft.Resources/subscriptions/resourceGroups/write";
    throw toAzlinError(error, { operation: "create the resource group", action, signal });
  }
}

async function createVm(azure: VmAzure, step: ProvisionStep, { signal }: AbortOptions): Promise<void> {
  const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(step.target);
  try {
    const { virtualMachines } = await azure.clients.compute(subscriptionId);
    const model = step.body as VirtualMachine;
    const poller = virtualMachines.createOrUpdate(resourceGroup, names[0]!, model, pollOptions(azure.transport));
    await poller.pollUntilDone(callOptions({ signal }));
  } catch (error) {
    const action = "Microsoft.Compute/virtualMachines/write";
    const operation = `create the VM '${names[0]}'`;
    throw toAzlinError(error, { operation, action, resource: step.target, signal });
  }
}

function toError(error: unknown): AzlinError {
  return isAzlinError(error) ? error : toAzlinError(error, { operation: "create the VM" });
}
