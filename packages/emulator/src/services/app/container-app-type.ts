import { defineResourceType, type ResourceAction, type ResourceType } from "../../arm/resource-type.ts";
import { textAt } from "../../json/json.ts";
import type { Operation } from "../../world/operation-engine.ts";
import type { ArmResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { APP_API_VERSIONS, APP_DELETE, APP_PATCH, APP_WRITE, CONTAINER_APP_TYPE } from "./app-contract.ts";
import { listSecrets } from "./app-secrets.ts";
import { logTokenAction } from "./log-token.ts";
import { prepareApp } from "./prepare-app.ts";
import { followOwnIdentity } from "./prepare-identity.ts";
import { requireIdle } from "./require-idle.ts";
import { resolveReferences } from "./resolve-references.ts";
import { addRevision } from "./revisions.ts";

/** Container apps. */
export const containerAppType: ResourceType = defineResourceType({
  type: CONTAINER_APP_TYPE,
  apiVersions: APP_API_VERSIONS,
  write: APP_WRITE,
  patch: APP_PATCH,
  remove: APP_DELETE,
  actions: {
    start: runningAction("Running"),
    stop: runningAction("Stopped"),
    listSecrets: { answer: "sync", run: listSecrets },
    getAuthToken: logTokenAction,
  },
  prepare: prepareApp,
  written: (app, { existing, world }) => {
    followOwnIdentity(world, existing, app);
    addRevision(world, app);
  },
  settle: (app, world) => {
    resolveReferences(world, app.body);
    setRunning(app.body.id, world, "Running");
  },
  guardDelete: ({ body }, world) => requireIdle(world, body),
  deleted: (app, world) => followOwnIdentity(world, app, undefined),
});

function runningAction(status: string): ResourceAction {
  return {
    answer: "location",
    run: ({ resource: { body }, world }) => {
      requireIdle(world, body);
      return undefined;
    },
    complete: ({ resourceId }: Operation, world) => setRunning(resourceId, world, status),
  };
}

function setRunning(id: string, world: World, runningStatus: string): ArmResource | undefined {
  const app = world.store.get(id);
  if (app === undefined) return undefined;
  const properties = {
    ...app.body.properties,
    runningStatus,
    latestReadyRevisionName: textAt(app.body.properties, "latestRevisionName"),
  };
  return world.store.put({ body: { ...app.body, properties } }).body;
}
