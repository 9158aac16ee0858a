import { parseResourceId } from "@azlin/core";
import { ArmError } from "../../../arm/arm-error.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "../../../arm/arm-request.ts";
import { pollingHeaders, retryHeaders } from "../../../arm/long-running.ts";
import { requireOperation, statusBody } from "../../../arm/operation-routes.ts";
import { pageOf } from "../../../arm/paging.ts";
import { requireGroup, requireLivingGroup } from "../../../arm/resource-groups.ts";
import type { ArmRoute } from "../../../arm/route-table.ts";
import { isObject, objectAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { deploymentOperations } from "./deployment-operations.ts";
import { deploymentStateOf } from "./deployment-state.ts";
import { deploymentIdOf, planDeployment, type DeploymentPlan } from "./plan-deployment.ts";
import { DEPLOYMENT_TYPE, isActive, shownPlan, startDeployment } from "./start-deployment.ts";

const LIST = "/{*scope}/providers/Microsoft.Resources/deployments";
const ONE = `${LIST}/{name}`;
/** Some clients leave the provider out of the path of deployment operations. */
const LEGACY = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/deployments/{name}/operations";

/** Deployments at groups and subscriptions. */
export const deploymentRoutes: readonly ArmRoute[] = [
  { method: "GET", path: LIST, handle: listDeployments },
  {
    method: "GET",
    path: ONE,
    handle: (request, world) => ({ status: 200, body: requireDeployment(request, world).body }),
  },
  { method: "HEAD", path: ONE, handle: (request, world) => ({ status: world.store.has(idOf(request)) ? 204 : 404 }) },
  { method: "PUT", path: ONE, handle: putDeployment },
  { method: "DELETE", path: ONE, handle: deleteDeployment },
  { method: "GET", path: `${ONE}/operationStatuses/{operationId}`, handle: pollDeployment },
  { method: "GET", path: `${ONE}/operations`, handle: listOperations },
  { method: "GET", path: `${ONE}/operations/{operationId}`, handle: showOperation },
  { method: "GET", path: LEGACY, handle: listOperations },
  { method: "GET", path: `${LEGACY}/{operationId}`, handle: showOperation },
  { method: "POST", path: `${ONE}/validate`, handle: validateDeployment },
  { method: "POST", path: `${ONE}/whatIf`, handle: startWhatIf },
  { method: "POST", path: `${ONE}/cancel`, handle: cancelDeployment },
  { method: "POST", path: `${ONE}/exportTemplate`, handle: exportTemplate },
];

function scopeOf({ parameters }: ArmRequest): string {
  const { scope, subscriptionId, resourceGroup } = parameters;
  return scope ?? `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
}

function idOf(request: ArmRequest): string {
  return `${scopeOf(request)}/providers/${DEPLOYMENT_TYPE}/${request.parameters["name"]}`;
}

function requireDeployment(request: ArmRequest, world: World): StoredResource {
  const found = world.store.get(idOf(request));
  if (found !== undefined) return found;
  const scope = parseResourceId(scopeOf(request));
  if (scope.resourceGroup !== undefined) requireGroup(world, scope);
  throw new ArmError(404, "DeploymentNotFound", `Deployment '${request.parameters["name"]}' could not be found.`);
}

function listDeployments(request: ArmRequest, world: World): ArmResponse {
  const scope = parseResourceId(scopeOf(request));
  if (scope.resourceGroup !== undefined) requireGroup(world, scope);
  const wanted = /provisioningState\s+eq\s+'(\w+)'/i.exec(request.query.get("$filter") ?? "")?.[1]?.toLowerCase();
  const own = `${scopeOf(request)}/providers/${DEPLOYMENT_TYPE}/`.toLowerCase();
  const found = Array.from(world.store.ofType(DEPLOYMENT_TYPE, scopeOf(request))).filter(
    ({ body }) =>
      body.id.toLowerCase().startsWith(own) &&
      (wanted === undefined || textAt(body.properties, "provisioningState")?.toLowerCase() === wanted),
  );
  return pageOf(found, request, ({ body }) => body);
}

function planOf(request: ArmRequest, world: World): DeploymentPlan {
  const { subscriptionId = "", resourceGroup } = parseResourceId(scopeOf(request));
  const body = requireBody(request);
  if (!isObject(body["properties"])) {
    throw new ArmError(400, "InvalidRequestContent", "The request content was invalid: 'properties' is required.");
  }
  if (resourceGroup === undefined && typeof body["location"] !== "string") {
    throw new ArmError(400, "LocationRequired", "The location property is required for this definition.");
  }
  const group =
    resourceGroup === undefined ? undefined : requireLivingGroup(world, parseResourceId(scopeOf(request))).body.name;
  const scope = group === undefined ? { subscriptionId } : { subscriptionId, resourceGroup: group };
  return planDeployment(world, { scope, name: request.parameters["name"]!, properties: body["properties"] });
}

function putDeployment(request: ArmRequest, world: World): ArmResponse {
  const plan = planOf(request, world);
  const body = envelopeOf(request, plan);
  const { deployment, operation, isNew } = startDeployment(world, { plan, body });
  const url = `${request.origin}${deployment.body.id}/operationStatuses/${operation.id}?api-version=${request.apiVersion}`;
  return {
    status: isNew ? 201 : 200,
    headers: { "azure-asyncoperation": url, ...retryHeaders(world) },
    body: deployment.body,
  };
}

/** Deployments at the subscription have a location and tags, those at groups have tags when they were sent. */
function envelopeOf(request: ArmRequest, { scope }: DeploymentPlan): JsonObject {
  const { location, tags } = requireBody(request);
  if (scope.resourceGroup === undefined) return { location, tags: tags ?? {} };
  return tags === undefined ? {} : { tags };
}

function deleteDeployment(request: ArmRequest, world: World): ArmResponse {
  const deployment = world.store.get(idOf(request));
  if (deployment === undefined) return { status: 204 };
  const operation = world.operations.start({
    verb: "delete",
    resourceId: deployment.body.id,
    resourceType: DEPLOYMENT_TYPE,
    durationMs: 0,
  });
  return { status: 202, headers: pollingHeaders(operation, "location", { ...request, world }) };
}

function pollDeployment(request: ArmRequest, world: World): ArmResponse {
  const { status, error } = statusBody(requireOperation(request, world), world);
  return {
    status: 200,
    body: { status: status === "InProgress" ? "Running" : status, ...(error !== undefined && { error }) },
    ...(status === "InProgress" && { headers: retryHeaders(world) }),
  };
}

function listOperations(request: ArmRequest, world: World): ArmResponse {
  return { status: 200, body: { value: deploymentOperations(requireDeployment(request, world), world) } };
}

function showOperation(request: ArmRequest, world: World): ArmResponse {
  const wanted = request.parameters["operationId"];
  const deployment = requireDeployment(request, world);
  const found = deploymentOperations(deployment, world).find(({ operationId }) => operationId === wanted);
  if (found !== undefined) return { status: 200, body: found };
  throw new ArmError(404, "DeploymentOperationNotFound", `The deployment operation '${wanted}' could not be found.`);
}

function validateDeployment(request: ArmRequest, world: World): ArmResponse {
  const plan = planOf(request, world);
  const validatedResources = plan.resources.map(({ id }) => ({ id }));
  const provisioningState = request.apiVersion < "2019-05-01" ? "Accepted" : "Succeeded";
  const properties = { ...shownPlan(world, plan), provisioningState, validatedResources };
  return {
    status: 200,
    body: {
      ...envelopeOf(request, plan),
      id: deploymentIdOf(plan),
      name: plan.name,
      type: DEPLOYMENT_TYPE,
      properties,
    },
  };
}

/** What a deployment would do: the answer waits at the Location. */
function startWhatIf(request: ArmRequest, world: World): ArmResponse {
  const plan = planOf(request, world);
  const changes = plan.resources.map(({ id, type, name, raw }) => {
    const before = world.store.get(id)?.body;
    const after = { id, type, name, apiVersion: raw["apiVersion"] };
    return { resourceId: id, changeType: before === undefined ? "Create" : "Modify", ...(before && { before }), after };
  });
  const operation = world.operations.start({
    verb: "whatIf",
    resourceId: deploymentIdOf(plan),
    resourceType: DEPLOYMENT_TYPE,
    durationMs: world.latency.durationOf("whatIf", DEPLOYMENT_TYPE),
    input: { status: "Succeeded", properties: { correlationId: world.ids.guid(), changes } },
  });
  return { status: 202, headers: pollingHeaders(operation, "location", { ...request, world }) };
}

function cancelDeployment(request: ArmRequest, world: World): ArmResponse {
  const deployment = requireDeployment(request, world);
  const state = deploymentStateOf(deployment);
  if (state === undefined || !isActive(deployment)) {
    throw new ArmError(
      409,
      "DeploymentCannotBeCancelled",
      `The deployment '${deployment.body.name}' cannot be cancelled because it is not running.`,
    );
  }
  world.operations.cancel(state.operationId);
  const properties = { ...deployment.body.properties, provisioningState: "Canceled" };
  world.store.put({ body: { ...deployment.body, properties } });
  return { status: 204 };
}

function exportTemplate(request: ArmRequest, world: World): ArmResponse {
  const { internals } = requireDeployment(request, world);
  return { status: 200, body: { template: objectAt(objectAt(internals, "plan"), "template") } };
}
