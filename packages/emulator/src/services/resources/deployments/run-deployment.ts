import { ArmError } from "../../../arm/arm-error.ts";
import { toOperationError } from "../../../arm/operation-error.ts";
import { removeResource } from "../../../arm/delete-resource.ts";
import { requireUnlocked } from "../../../arm/management-locks.ts";
import { isObject, objectAt, textAt, type Json, type JsonObject } from "../../../json/json.ts";
import type { Operation, OperationError } from "../../../world/operation-engine.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { deploymentStateOf, isoDuration, putDeploymentState } from "./deployment-state.ts";
import type { DeploymentState, ResourceProgress } from "./deployment-state.ts";
import { evaluateObject } from "./evaluate-template.ts";
import { contextOf, outputsOf, planDeployment } from "./plan-deployment.ts";
import type { PlannedResource } from "./planned-resource.ts";
import { DEPLOYMENT_TYPE, startDeployment } from "./start-deployment.ts";
import { scopeId, type DeploymentScope } from "./template-context.ts";
import { writePlannedResource } from "./write-planned-resource.ts";

/** One step of a deployment: looks what has ended, writes what can be written now, and says when to look again. */
export function advanceDeployment({ resourceId }: Operation, world: World): undefined {
  const deployment = world.store.get(resourceId);
  const state = deployment && deploymentStateOf(deployment);
  if (deployment === undefined || state === undefined) return undefined;
  if (world.operations.get(state.operationId)?.status !== "InProgress") return undefined;
  const progress = writeReady(world, deployment, { ...state, progress: observe(world, state) });
  const now = { ...state, progress };
  const all = Object.values(progress);
  const running = all.filter((one) => one.state === "Running");
  const hasFailed = all.some((one) => one.state === "Failed");
  putDeploymentState(world, deployment, { state: now, properties: { provisioningState: "Running" } });
  if (running.length > 0) scheduleStep(world, deployment, running);
  else if (hasFailed) endDeployment(world, resourceId, failureOf(deployment, errorsOf(now)));
  else endDeployment(world, resourceId);
  return undefined;
}

/** Progress with what has ended since the last step. */
function observe(world: World, { progress }: DeploymentState): Record<string, ResourceProgress> {
  return Object.fromEntries(
    Object.entries(progress).map(([key, one]) => {
      const operation = one.operationId === undefined ? undefined : world.operations.get(one.operationId);
      if (one.state !== "Running" || operation?.status === "InProgress") return [key, one];
      const endedAt = operation?.endedAt ?? world.clock.now();
      if (operation === undefined || operation.status === "Succeeded")
        return [key, { ...one, state: "Succeeded", endedAt }];
      return [key, { ...one, state: "Failed", endedAt, error: plainError(operation.error) }];
    }),
  );
}

/** Writes every resource whose needs are met; none any more once one has failed. */
function writeReady(
  world: World,
  deployment: StoredResource,
  state: DeploymentState,
): Record<string, ResourceProgress> {
  const progress: Record<string, ResourceProgress> = { ...state.progress };
  const isDone = (key: string): boolean => progress[key]?.state === "Succeeded";
  for (const resource of state.plan.resources) {
    if (Object.values(progress).some((one) => one.state === "Failed")) break;
    if (progress[resource.key]?.state !== "Pending" || !resource.dependsOn.every(isDone)) continue;
    progress[resource.key] = begin(world, deployment, { state, resource });
  }
  return progress;
}

function begin(
  world: World,
  deployment: StoredResource,
  { state, resource }: { readonly state: DeploymentState; readonly resource: PlannedResource },
): ResourceProgress {
  const startedAt = world.clock.now();
  try {
    const isNested = resource.type.toLowerCase() === DEPLOYMENT_TYPE.toLowerCase();
    const { isNew, operation } = isNested
      ? beginNested(world, deployment, { state, resource })
      : writePlannedResource(resource, contextOf(world, state.plan));
    if (operation === undefined) return { state: "Succeeded", isNew, startedAt, endedAt: startedAt };
    return { state: "Running", isNew, startedAt, operationId: operation.id };
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return { state: "Failed", startedAt, endedAt: startedAt, error: plainError(toOperationError(error)) };
  }
}

/** A deployment within a deployment: its own template with its own parameters, or (scope `outer`) with these ones. */
function beginNested(
  world: World,
  deployment: StoredResource,
  { state, resource }: { readonly state: DeploymentState; readonly resource: PlannedResource },
): ReturnType<typeof startDeployment> {
  const context = contextOf(world, state.plan);
  const { template, ...rest } = objectAt(resource.raw, "properties");
  const properties = evaluateObject(rest, context);
  const isInner = textAt(objectAt(properties, "expressionEvaluationOptions"), "scope")?.toLowerCase() === "inner";
  const known: Json | undefined = isInner || !isObject(template) ? template : evaluateObject(template, context);
  const scope = nestedScope(resource);
  const plan = planDeployment(world, {
    scope,
    name: resource.name,
    properties: { ...properties, ...(known !== undefined && { template: known }) },
  });
  return startDeployment(world, { plan, parentId: deployment.body.id });
}

function nestedScope({ id }: PlannedResource): DeploymentScope {
  const [, , subscriptionId = "", container, resourceGroup] = id.split("/");
  const isGroup = container?.toLowerCase() === "resourcegroups" && resourceGroup !== undefined;
  return isGroup ? { subscriptionId, resourceGroup } : { subscriptionId };
}

/** The next step comes when the first of those under way is due. Nested deployments wake their parent themselves. */
function scheduleStep(world: World, { body }: StoredResource, running: readonly ResourceProgress[]): void {
  const dueAt = running
    .map(({ operationId }) => world.operations.get(operationId ?? ""))
    .flatMap((operation) => (operation === undefined || operation.verb === "deploy" ? [] : [operation.endsAt]));
  if (dueAt.length === 0) return;
  wake(world, body.id, Math.max(0, Math.min(...dueAt) - world.clock.now()));
}

/** Ends a deployment: with its outputs, or with what went wrong; and wakes the one that waits for it. */
function endDeployment(world: World, resourceId: string, failure?: OperationError): void {
  const deployment = world.store.get(resourceId);
  const state = deployment && deploymentStateOf(deployment);
  if (deployment === undefined || state === undefined) return;
  const error = failure ?? world.operations.get(state.operationId)?.error ?? refusalOf(world, deployment, state);
  const ending = { timestamp: world.clock.timestamp(), duration: isoDuration(world.clock.now() - state.startedAt) };
  const outcome = error === undefined ? successOf(world, state) : shownFailure(error);
  putDeploymentState(world, deployment, { state, properties: { ...ending, ...outcome } });
  if (error === undefined) finish(world, state);
  else world.operations.fail(state.operationId, error);
  if (state.parentId !== undefined) wake(world, state.parentId, 0);
}

function finish(world: World, state: DeploymentState): void {
  for (const resource of othersOf(world, state)) removeResource(world, resource);
  world.operations.finish(state.operationId);
}

function successOf(world: World, { plan }: DeploymentState): JsonObject {
  const outputs = outputsOf(world, plan);
  const outputResources = plan.resources.map(({ id }) => ({ id }));
  return { provisioningState: "Succeeded", ...(outputs !== undefined && { outputs }), outputResources };
}

function shownFailure(error: OperationError): JsonObject {
  const details = (error.details ?? []).map((detail) => ({ ...detail }));
  return { provisioningState: "Failed", error: { ...plainError(error), details } };
}

/** Starts the operation whose end is a deployment's next step. */
function wake(world: World, resourceId: string, durationMs: number): void {
  world.operations.start({ verb: "advance", resourceId, resourceType: DEPLOYMENT_TYPE, durationMs, internal: true });
}

/** What the template does not name: in mode Complete it goes. */
function othersOf(world: World, { plan }: DeploymentState): StoredResource[] {
  if (plan.mode !== "Complete") return [];
  const kept = new Set(plan.resources.map(({ id }) => id.toLowerCase()));
  return [...world.store.below(scopeId(plan.scope))].filter(({ body }) => {
    const isTopLevel = body.id.split("/").length === 9;
    const isTracked = world.types.get(body.type)?.kind !== "proxy";
    return isTopLevel && isTracked && !kept.has(body.id.toLowerCase());
  });
}

/** Nothing of it goes when any of it is locked. */
function refusalOf(world: World, deployment: StoredResource, state: DeploymentState): OperationError | undefined {
  try {
    for (const { body } of othersOf(world, state)) requireUnlocked(world, body.id, "delete");
    return undefined;
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return failureOf(deployment, [plainError(toOperationError(error))]);
  }
}

function errorsOf({ progress }: DeploymentState): NonNullable<OperationError["details"]> {
  return Object.values(progress).flatMap(({ error }) => (error === undefined ? [] : [error]));
}

function failureOf({ body }: StoredResource, details: NonNullable<OperationError["details"]>): OperationError {
  return {
    code: "DeploymentFailed",
    target: body.id,
    message:
      "At least one resource deployment operation failed. Please list deployment operations for details. " +
      "Please see https://aka.ms/arm-deployment-operations for usage details.",
    details,
  };
}

function plainError(error: OperationError | undefined): { code: string; message: string } {
  return { code: error?.code ?? "OperationFailed", message: error?.message ?? "The operation failed." };
}
