import type { AbortOptions } from "@azlin/core";
import type { ContainerApp, Job } from "@azure/arm-appcontainers";
import { readIfThere } from "../azure/call-containers.ts";
import type { ContainersAzure } from "../azure/containers-azure.ts";
import type { ExistingContainer } from "../facts/container-facts.ts";

/** Where an app or job is. */
export interface ContainerPlace {
  readonly resourceGroup: string;
  readonly name: string;
}

/** A job or app as Azure shows it. */
export type FoundContainer =
  | { readonly kind: "job"; readonly resource: Job }
  | { readonly kind: "app"; readonly resource: ContainerApp };

/** The job of a name, or the app when there is no such job; `undefined`: neither. @throws AzlinError when it cannot be read. */
export async function findContainer(
  azure: ContainersAzure,
  { resourceGroup, name }: ContainerPlace,
  { signal }: AbortOptions = {},
): Promise<FoundContainer | undefined> {
  const options = signal === undefined ? {} : { abortSignal: signal };
  const job = await readIfThere(azure, {
    operation: `read the job ${name}`,
    action: "Microsoft.App/jobs/read",
    resource: name,
    signal,
    run: (client) => client.jobs.get(resourceGroup, name, options),
  });
  if (job !== undefined) return { kind: "job", resource: job };
  const app = await readIfThere(azure, {
    operation: `read the container app ${name}`,
    action: "Microsoft.App/containerApps/read",
    resource: name,
    signal,
    run: (client) => client.containerApps.get(resourceGroup, name, options),
  });
  return app === undefined ? undefined : { kind: "app", resource: app };
}

/** What has the name, as far as a plan depends on it. */
export async function readExisting(
  azure: ContainersAzure,
  place: ContainerPlace,
  options: AbortOptions = {},
): Promise<ExistingContainer | undefined> {
  const found = await findContainer(azure, place, options);
  if (found === undefined) return undefined;
  const { kind, resource } = found;
  return { id: resource.id ?? place.name, kind, tags: resource.tags ?? {} };
}
