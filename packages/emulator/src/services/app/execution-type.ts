import { defineResourceType, type ResourceType } from "../../arm/resource-type.ts";
import { objectAt, objectsAt, textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { APP_API_VERSIONS, EXECUTION_TYPE } from "./app-contract.ts";
import { END, endExecution, stopExecution } from "./executions.ts";
import { logStreamUrl } from "./log-stream-url.ts";

/** Executions of jobs. */
export const executionType: ResourceType = defineResourceType({
  type: EXECUTION_TYPE,
  apiVersions: APP_API_VERSIONS,
  kind: "proxy",
  steps: { [END]: endExecution },
  actions: {
    stop: {
      answer: "location",
      complete: ({ resourceId }, world) => {
        const execution = world.store.get(resourceId);
        if (execution !== undefined) stopExecution(world, execution);
        return undefined;
      },
    },
    replicas: {
      method: "GET",
      answer: "sync",
      run: ({ resource, world }) => ({ status: 200, body: { value: [replicaOf(resource, world)] } }),
    },
  },
  // Newest first.
  list: (executions) => [...executions].toReversed(),
});

function replicaOf({ body, internals }: StoredResource, world: World): object {
  const name = textAt(internals, "replica") ?? body.name;
  const containers = objectsAt(objectAt(body.properties, "template"), "containers").map((container) => ({
    name: textAt(container, "name"),
    logStreamEndpoint: logStreamUrl(world, `${body.id}/replicas/${name}`, textAt(container, "name") ?? "main"),
  }));
  return { name, type: `${EXECUTION_TYPE}/replicas`, containers };
}
