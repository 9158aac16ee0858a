import {
  callOptions,
  ConflictError,
  pollOptions,
  withDeadline,
  type AbortOptions,
  type OperationOptions,
} from "@azlin/core";
import { readIfThere } from "../azure/call-containers.ts";
import type { ContainersAzure } from "../azure/containers-azure.ts";
import { findContainer, type ContainerPlace } from "../status/read-existing.ts";

/** Options of {@link deleteContainer}. */
export interface DeleteContainerOptions extends OperationOptions {
  /** Milliseconds until it gives up. Default: 600,000. */
  readonly timeoutMs?: number | undefined;
}

const DEADLINE_MS = 600_000;
const CHECK_MS = 2_000;
const MOST_CHECKS = 10;

/**
 * Deletes the job or app of a name, and waits until it has gone. Operations under way on it are waited for.
 *
 * @returns `false` when there was neither.
 * @throws AzlinError when it cannot be deleted; ConflictError (`STILL_THERE`) when Azure still shows it afterwards;
 * DeadlineError (`TIMED_OUT`).
 */
export function deleteContainer(
  azure: ContainersAzure,
  place: ContainerPlace,
  options: DeleteContainerOptions = {},
): Promise<boolean> {
  const deadline = { ...options, timeoutMs: options.timeoutMs ?? DEADLINE_MS, clock: azure.clock };
  return withDeadline(`deleting ${place.name}`, deadline, async (signal) => {
    const found = await findContainer(azure, place, { signal });
    if (found === undefined) return false;
    await remove(azure, found.kind, { ...place, signal });
    await requireGone(azure, place, { signal });
    azure.logger.info("container deleted", { name: place.name, kind: found.kind });
    return true;
  });
}

async function remove(
  azure: ContainersAzure,
  kind: "job" | "app",
  { resourceGroup, name, signal }: ContainerPlace & AbortOptions,
): Promise<void> {
  const options = { ...pollOptions(azure.transport), ...callOptions({ signal }) };
  await readIfThere(azure, {
    operation: `delete ${name}`,
    action: kind === "job" ? "Microsoft.App/jobs/delete" : "Microsoft.App/containerApps/delete",
    resource: name,
    isChange: true,
    signal,
    run: async (client) => {
      if (kind === "job") await client.jobs.beginDeleteAndWait(resourceGroup, name, options);
      else await client.containerApps.beginDeleteAndWait(resourceGroup, name, options);
    },
  });
}

/** An operation that ended well does not mean that the resource is not shown any more. */
async function requireGone(azure: ContainersAzure, place: ContainerPlace, { signal }: AbortOptions): Promise<void> {
  for (let check = 0; check < MOST_CHECKS; check += 1) {
    if (check > 0) await azure.clock.delay(CHECK_MS, { signal });
    if ((await findContainer(azure, place, { signal })) === undefined) return;
  }
  throw new ConflictError("STILL_THERE", `Azure says that '${place.name}' was deleted, and still shows it.`, {
    hint: "Look again in a few minutes.",
  });
}
