import {
  defineResourceType,
  type ActionCall,
  type ResourceAction,
  type ResourceType,
} from "../../arm/resource-type.ts";
import { objectAt, objectsAt, textAt } from "../../json/json.ts";
import { APP_API_VERSIONS, REVISION_TYPE } from "./app-contract.ts";
import { logStreamUrl } from "./log-stream-url.ts";
import { setActive } from "./revisions.ts";

/** Revisions of container apps. */
export const revisionType: ResourceType = defineResourceType({
  type: REVISION_TYPE,
  apiVersions: APP_API_VERSIONS,
  kind: "proxy",
  actions: {
    activate: switching(true),
    deactivate: switching(false),
    restart: { answer: "sync" },
    replicas: { method: "GET", answer: "sync", run: (call) => ({ status: 200, body: { value: replicasOf(call) } }) },
  },
});

function switching(isActive: boolean): ResourceAction {
  return {
    answer: "sync",
    run: ({ resource, world }) => {
      setActive(world, resource, isActive);
      return { status: 200 };
    },
  };
}

function replicasOf({ resource: { body, internals }, world }: ActionCall): object[] {
  if (body.properties?.["active"] !== true) return [];
  const name = textAt(internals, "replica") ?? body.name;
  const id = `${body.id}/replicas/${name}`;
  const containers = objectsAt(objectAt(body.properties, "template"), "containers").map((container) => ({
    name: textAt(container, "name"),
    ready: true,
    started: true,
    restartCount: 0,
    runningState: "Running",
    logStreamEndpoint: logStreamUrl(world, id, textAt(container, "name") ?? "main"),
  }));
  const properties = { createdTime: body.properties["createdTime"], runningState: "Running", containers };
  return [{ id, name, type: `${REVISION_TYPE}/replicas`, properties }];
}
