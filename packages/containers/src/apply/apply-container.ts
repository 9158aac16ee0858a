import {
  callOptions,
  parseResourceId,
  pollOptions,
  withDeadline,
  type AbortOptions,
  type OperationOptions,
} from "@azlin/core";
import { callContainers } from "../azure/call-containers.ts";
import type { ContainersAzure } from "../azure/containers-azure.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";

/** Options of {@link applyContainer}. */
export interface ApplyContainerOptions extends OperationOptions {
  /** Whether a job is started once it is there. Default: true. */
  readonly start?: boolean;
}

/** What applying a plan led to. */
export interface DeployedContainer {
  readonly id: string;
  /** Name of the execution that was started; `null` for apps, and for jobs that were not started. */
  readonly execution: string | null;
}

/**
 * Carries a plan out: writes the app or job, waits until Azure has provisioned it, and starts a job. Operations of others
 * on it are waited for.
 *
 * @throws AzlinError of what Azure answered (`PROVISIONING_FAILED` when an identity cannot fetch a secret or an image);
 * DeadlineError (`TIMED_OUT`).
 */
export function applyContainer(
  azure: ContainersAzure,
  plan: ContainerPlan,
  options: ApplyContainerOptions = {},
): Promise<DeployedContainer> {
  const { id, kind } = plan;
  return withDeadline(`deploying ${plan.name}`, { ...options, clock: azure.clock }, async (signal) => {
    await write(azure, plan, { signal });
    azure.logger.info("container deployed", { id, kind });
    const starts = kind === "job" && options.start !== false;
    return { id, execution: starts ? await startJob(azure, id, { signal }) : null };
  });
}

/** Starts one more execution of a job; its name. @throws AzlinError of what Azure answered. */
async function startJob(azure: ContainersAzure, id: string, { signal }: AbortOptions = {}): Promise<string> {
  const { resourceGroup = "", names } = parseResourceId(id);
  const [name = ""] = names;
  const started = await callContainers(azure, {
    operation: `start the job ${name}`,
    action: "Microsoft.App/jobs/start/action",
    resource: id,
    isChange: true,
    // Twice sent is twice started.
    isRepeatable: false,
    signal,
    run: (client) => client.jobs.beginStartAndWait(resourceGroup, name, optionsOf(azure, { signal })),
  });
  return started.name ?? "";
}

async function write(
  azure: ContainersAzure,
  { id, name, document }: ContainerPlan,
  { signal }: AbortOptions,
): Promise<void> {
  const { resourceGroup = "" } = parseResourceId(id);
  const options = optionsOf(azure, { signal });
  await callContainers(azure, {
    operation: `deploy ${name}`,
    action: document.kind === "job" ? "Microsoft.App/jobs/write" : "Microsoft.App/containerApps/write",
    resource: id,
    isChange: true,
    signal,
    run: async (client) => {
      if (document.kind === "job") {
        await client.jobs.beginCreateOrUpdateAndWait(resourceGroup, name, document.resource, options);
      } else {
        await client.containerApps.beginCreateOrUpdateAndWait(resourceGroup, name, document.resource, options);
      }
    },
  });
}

function optionsOf(
  { transport }: ContainersAzure,
  { signal }: AbortOptions,
): ReturnType<typeof pollOptions> & ReturnType<typeof callOptions> {
  return { ...pollOptions(transport), ...callOptions({ signal }) };
}
