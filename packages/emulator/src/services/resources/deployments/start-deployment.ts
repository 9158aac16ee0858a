import { createHash } from "node:crypto";
import { ArmError } from "../../../arm/arm-error.ts";
import { textAt, type JsonObject } from "../../../json/json.ts";
import { UNTIL_ENDED_MS, type Operation } from "../../../world/operation-engine.ts";
import type { ArmResource, StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { isoDuration, type DeploymentState } from "./deployment-state.ts";
import { deploymentIdOf, shownDependencies, shownProviders, type DeploymentPlan } from "./plan-deployment.ts";

/** Type of deployments. */
export const DEPLOYMENT_TYPE = "Microsoft.Resources/deployments";

/** What a new deployment has besides its plan. */
export interface DeploymentStart {
  readonly plan: DeploymentPlan;
  /** Location and tags, which only deployments at the subscription have. */
  readonly body?: JsonObject;
  readonly parentId?: string;
}

/**
 * Begins to deploy: the resources are written step by step, those first that nothing else needs to wait for.
 *
 * @throws ArmError (`DeploymentActive`) when one of the same name is still under way.
 */
export function startDeployment(
  world: World,
  { plan, body = {}, parentId }: DeploymentStart,
): { readonly deployment: StoredResource; readonly operation: Operation; readonly isNew: boolean } {
  const id = deploymentIdOf(plan);
  const existing = world.store.get(id);
  if (existing !== undefined && isActive(existing)) throw stillActive(existing);
  const place = { resourceId: existing?.body.id ?? id, resourceType: DEPLOYMENT_TYPE };
  const operation = world.operations.start({ ...place, verb: "deploy", durationMs: UNTIL_ENDED_MS });
  const state: DeploymentState = {
    plan,
    operationId: operation.id,
    startedAt: world.clock.now(),
    progress: Object.fromEntries(plan.resources.map(({ key }) => [key, { state: "Pending" }])),
    ...(parentId !== undefined && { parentId }),
  };
  const document: ArmResource = {
    ...body,
    id: place.resourceId,
    name: existing?.body.name ?? plan.name,
    type: DEPLOYMENT_TYPE,
    properties: { ...shownPlan(world, plan), provisioningState: "Accepted" },
  };
  const deployment = world.store.put({ body: document, internals: state as unknown as JsonObject });
  world.operations.start({ ...place, verb: "advance", durationMs: 0, internal: true });
  return { deployment, operation, isNew: existing === undefined };
}

/** What answers show of a plan. */
export function shownPlan(world: World, plan: DeploymentPlan): JsonObject {
  const hash = createHash("sha256").update(JSON.stringify(plan.template)).digest();
  return {
    ...plan.links,
    templateHash: hash.readBigUInt64BE().toString(),
    parameters: plan.shownParameters,
    mode: plan.mode,
    timestamp: world.clock.timestamp(),
    duration: isoDuration(0),
    correlationId: world.ids.guid(),
    providers: shownProviders(plan),
    dependencies: shownDependencies(plan),
  };
}

/** Whether a deployment is still under way. */
export function isActive({ body }: StoredResource): boolean {
  return ["Accepted", "Running"].includes(textAt(body.properties, "provisioningState") ?? "");
}

function stillActive({ body }: StoredResource): ArmError {
  return new ArmError(
    409,
    "DeploymentActive",
    `Unable to edit or replace deployment '${body.name}': previous deployment is still active. ` +
      "Please see https://aka.ms/arm-deploy for usage details.",
  );
}
