import { NotFoundError, withDeadline, type AbortOptions, type OperationOptions } from "@azlin/core";
import type { JobExecution } from "@azure/arm-appcontainers";
import { callContainers } from "../azure/call-containers.ts";
import type { ContainersAzure } from "../azure/containers-azure.ts";
import { containerState, type ContainerState } from "./container-state.ts";
import { findContainer, type ContainerPlace, type FoundContainer } from "./read-existing.ts";

/** What a container is at. */
export interface ContainerStatus {
  readonly id: string;
  readonly kind: "job" | "app";
  readonly state: ContainerState;
  /** Azure's own word for it; `null` when it says none. */
  readonly raw: string | null;
  readonly provisioningState: string | null;
  /** The last execution of a job; the latest revision of an app. */
  readonly run: string | null;
  /** ISO 8601. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** Options of {@link readContainerStatus}. */
export interface ReadContainerStatusOptions extends OperationOptions {
  /** Execution of a job. Default: its last. */
  readonly execution?: string | undefined;
}

/**
 * What an app, or the last execution of a job, is at.
 *
 * @throws NotFoundError (`CONTAINER_NOT_FOUND`, `EXECUTION_NOT_FOUND`); other AzlinErrors when it cannot be read: an error is never a state.
 */
export function readContainerStatus(
  azure: ContainersAzure,
  place: ContainerPlace,
  options: ReadContainerStatusOptions = {},
): Promise<ContainerStatus> {
  const deadline = { ...options, clock: azure.clock };
  return withDeadline(`reading the status of ${place.name}`, deadline, async (signal) => {
    const found = await findContainer(azure, place, { signal });
    if (found === undefined) throw notFound(place);
    if (found.kind === "app") return appStatus(found);
    return jobStatus(azure, { found, place, execution: options.execution }, { signal });
  });
}

function appStatus({ resource }: Extract<FoundContainer, { kind: "app" }>): ContainerStatus {
  const { provisioningState, runningStatus, latestRevisionName } = resource;
  return {
    id: resource.id ?? "",
    kind: "app",
    state: containerState("app", { provisioningState, runningStatus }),
    raw: runningStatus ?? null,
    provisioningState: provisioningState ?? null,
    run: latestRevisionName ?? null,
    startedAt: null,
    endedAt: null,
  };
}

interface JobReading {
  readonly found: Extract<FoundContainer, { kind: "job" }>;
  readonly place: ContainerPlace;
  readonly execution: string | undefined;
}

async function jobStatus(azure: ContainersAzure, reading: JobReading, options: AbortOptions): Promise<ContainerStatus> {
  const { id = "", provisioningState } = reading.found.resource;
  const last = await readExecution(azure, reading, options);
  const runningStatus = last === undefined ? undefined : (last.status ?? "Unknown");
  const state = containerState("job", { provisioningState, runningStatus });
  const told = { raw: runningStatus ?? null, provisioningState: provisioningState ?? null };
  return { id, kind: "job", state, ...told, ...runOf(last) };
}

function runOf(execution: JobExecution | undefined): Pick<ContainerStatus, "run" | "startedAt" | "endedAt"> {
  const { name = null, startTime, endTime } = execution ?? {};
  return { run: name, startedAt: startTime?.toISOString() ?? null, endedAt: endTime?.toISOString() ?? null };
}

async function readExecution(
  azure: ContainersAzure,
  { place, execution }: JobReading,
  { signal }: AbortOptions,
): Promise<JobExecution | undefined> {
  const { resourceGroup, name } = place;
  const executions = await callContainers(azure, {
    operation: `read the executions of ${name}`,
    action: "Microsoft.App/jobs/executions/read",
    resource: name,
    signal,
    run: async (client) => {
      const found: JobExecution[] = [];
      for await (const one of client.jobsExecutions.list(resourceGroup, name)) found.push(one);
      return found;
    },
  });
  if (execution === undefined) return executions.toSorted((left, right) => startOf(right) - startOf(left))[0];
  const wanted = executions.find((one) => one.name === execution);
  if (wanted !== undefined) return wanted;
  throw new NotFoundError("EXECUTION_NOT_FOUND", `The job ${name} has no execution '${execution}'.`, {
    hint: `It has: ${executions.map((one) => one.name).join(", ") || "none"}.`,
  });
}

function startOf({ startTime }: JobExecution): number {
  return startTime?.getTime() ?? 0;
}

function notFound({ resourceGroup, name }: ContainerPlace): NotFoundError {
  return new NotFoundError("CONTAINER_NOT_FOUND", `There is no job or container app '${name}' in ${resourceGroup}.`, {
    hint: "It was deleted, or never deployed: check name, resource group and subscription.",
  });
}
