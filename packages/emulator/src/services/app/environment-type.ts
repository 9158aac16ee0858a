import { defineResourceType, type ResourceType } from "../../arm/resource-type.ts";
import { withState } from "../../arm/write-resource.ts";
import { textAt, type JsonObject } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import {
  APP_API_VERSIONS,
  APP_DELETE,
  APP_PATCH,
  CONTAINER_APP_TYPE,
  ENVIRONMENT_TYPE,
  ENVIRONMENT_WRITE,
  JOB_TYPE,
} from "./app-contract.ts";
import { appConflict } from "./app-error.ts";
import { prepareEnvironment } from "./prepare-environment.ts";

/** Environments of container apps: their network and their workload profiles. */
export const environmentType: ResourceType = defineResourceType({
  type: ENVIRONMENT_TYPE,
  apiVersions: APP_API_VERSIONS,
  write: ENVIRONMENT_WRITE,
  patch: APP_PATCH,
  remove: APP_DELETE,
  prepare: prepareEnvironment,
  guardDelete: (environment, world) => {
    refuseWith(environment, usersOf(world, environment, CONTAINER_APP_TYPE), ["", "Container Apps"]);
    refuseWith(environment, usersOf(world, environment, JOB_TYPE), ["Jobs", "Container Apps Jobs"]);
  },
  // Environments that go say so in a word of their own.
  view: ({ body }) =>
    textAt(body.properties, "provisioningState") === "Deleting" ? withState(body, "ScheduledForDelete") : body,
});

function usersOf(world: World, { body: { id } }: StoredResource, type: string): number {
  const isIn = (properties: JsonObject | undefined): boolean =>
    textAt(properties, "environmentId")?.toLowerCase() === id.toLowerCase();
  return [...world.store.ofType(type)].filter(({ body }) => isIn(body.properties)).length;
}

function refuseWith(
  { body: { name } }: StoredResource,
  count: number,
  [suffix, what]: readonly [string, string],
): void {
  if (count === 0) return;
  throw appConflict(
    `ManagedEnvironmentHasContainerApps${suffix}`,
    `The specified environment ${name} cannot be deleted because it still contains ${count} ${what}.`,
  );
}
