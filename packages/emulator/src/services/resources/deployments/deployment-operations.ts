import { createHash } from "node:crypto";
import type { JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { deploymentStateOf, isoDuration, type ResourceProgress } from "./deployment-state.ts";
import type { PlannedResource } from "./planned-resource.ts";

/** What a deployment did, resource by resource, as `…/operations` lists it. */
export function deploymentOperations(deployment: StoredResource, world: World): JsonObject[] {
  const state = deploymentStateOf(deployment);
  if (state === undefined) return [];
  const begun = state.plan.resources.flatMap((resource) => {
    const progress = state.progress[resource.key];
    return progress === undefined || progress.state === "Pending" ? [] : [{ resource, progress }];
  });
  const done = begun.map((one) => operationOf(deployment, one, world));
  const isOver = deployment.body.properties?.["provisioningState"] === "Succeeded";
  return isOver ? [...done, outputOperation(deployment, world)] : done;
}

function operationOf(
  { body }: StoredResource,
  { resource, progress }: { readonly resource: PlannedResource; readonly progress: ResourceProgress },
  world: World,
): JsonObject {
  const operationId = digest(`${body.id}|${resource.id}`);
  const startedAt = progress.startedAt ?? 0;
  return {
    id: `${body.id}/operations/${operationId}`,
    operationId,
    properties: {
      provisioningOperation: "Create",
      provisioningState: progress.state,
      timestamp: world.clock.timestamp(progress.endedAt ?? startedAt),
      duration: isoDuration((progress.endedAt ?? world.clock.now()) - startedAt),
      trackingId: guidLike(`${operationId}-tracking`),
      serviceRequestId: guidLike(`${operationId}-service`),
      statusCode: statusOf(progress),
      ...(progress.error !== undefined && { statusMessage: { status: "Failed", error: progress.error } }),
      targetResource: { id: resource.id, resourceType: resource.type, resourceName: resource.name },
    },
  };
}

function outputOperation({ body, internals }: StoredResource, world: World): JsonObject {
  const operationId = digest(`${body.id}|outputs`);
  return {
    id: `${body.id}/operations/${operationId}`,
    operationId,
    properties: {
      provisioningOperation: "EvaluateDeploymentOutput",
      provisioningState: "Succeeded",
      timestamp: world.clock.timestamp(Number(internals["startedAt"])),
      duration: isoDuration(0),
      trackingId: guidLike(operationId),
      statusCode: "OK",
      statusMessage: null,
    },
  };
}

function statusOf({ state, isNew }: ResourceProgress): string {
  if (state === "Failed") return "Conflict";
  return isNew === true ? "Created" : "OK";
}

function digest(text: string): string {
  return createHash("sha256").update(text.toLowerCase()).digest("hex").slice(0, 16).toUpperCase();
}

function guidLike(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
