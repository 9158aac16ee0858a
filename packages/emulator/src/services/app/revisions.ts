import { objectAt, textAt, type JsonObject } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import { UNTIL_ENDED_MS } from "../../world/operation-engine.ts";
import type { World } from "../../world/world.ts";
import { REVISION_TYPE } from "./app-contract.ts";
import { containerRun, hasCommand } from "./container-run.ts";

/** Adds the revision that a write of an app makes; the ones before are active no more, unless the app keeps several. */
export function addRevision(world: World, { body: app }: StoredResource): void {
  const { properties = {} } = app;
  const name = textAt(properties, "latestRevisionName") ?? app.name;
  const template = objectAt(properties, "template");
  const isSingle = textAt(objectAt(properties, "configuration"), "activeRevisionsMode") !== "Multiple";
  if (isSingle) for (const before of world.store.ofType(REVISION_TYPE, app.id)) setActive(world, before, false);
  const body: ArmResource = {
    id: `${app.id}/revisions/${name}`,
    name,
    type: REVISION_TYPE,
    properties: {
      createdTime: new Date(world.clock.now()).toISOString(),
      fqdn: properties["latestRevisionFqdn"],
      template,
      trafficWeight: 100,
      provisioningState: "Provisioned",
    },
  };
  const { lines } = containerRun(template);
  const internals = {
    startedAt: world.clock.now(),
    lines: lines.map((line) => ({ ...line })),
    replica: `${name}-${world.ids.token(10)}`,
  };
  setActive(world, world.store.put({ body, internals }), true);
}

/** Switches a revision on or off. */
export function setActive(world: World, { body, internals }: StoredResource, isActive: boolean): void {
  world.store.put({
    body: { ...body, properties: { ...body.properties, ...stateOf(body.properties, isActive) } },
    internals,
  });
}

/** An app whose container ends, ends again and again. */
function stateOf(properties: JsonObject | undefined, isActive: boolean): JsonObject {
  const template = objectAt(properties, "template");
  const hasEnded = hasCommand(template) && containerRun(template).durationMs < UNTIL_ENDED_MS;
  const least = Number(objectAt(template, "scale")["minReplicas"] ?? 0);
  if (!isActive) return { active: false, replicas: 0, healthState: "None", runningState: "Stopped" };
  const isBroken = hasEnded && containerRun(template).exitCode !== 0;
  return {
    active: true,
    replicas: Math.max(1, least),
    healthState: isBroken ? "Unhealthy" : "Healthy",
    runningState: isBroken ? "Failed" : "Running",
  };
}
