import type { Operation } from "../world/operation-engine.ts";
import type { World } from "../world/world.ts";
import { ArmError } from "./arm-error.ts";
import type { ArmRequest, ArmResponse } from "./arm-request.ts";
import { retryHeaders } from "./long-running.ts";
import type { ArmRoute } from "./route-table.ts";

/** Where operations are polled; providers differ in where they keep them. */
export const operationRoutes: readonly ArmRoute[] = [
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/providers/{namespace}/locations/{location}/operations/{operationId}",
    handle: (request, world) => pollOperation(request, world),
  },
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/providers/{namespace}/operations/{operationId}",
    handle: (request, world) => pollLocation(request, world, requireOperation(request, world)),
  },
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/operationresults/{operationId}",
    handle: (request, world) => pollLocation(request, world, requireOperation(request, world)),
  },
];

/** The operation that a polling URL names. @throws ArmError (404). */
export function requireOperation(request: ArmRequest, world: World): Operation {
  const operation = world.operations.get(request.parameters["operationId"] ?? "");
  if (operation === undefined) {
    throw new ArmError(404, "OperationNotFound", `The operation '${request.parameters["operationId"]}' was not found.`);
  }
  return operation;
}

function pollOperation(request: ArmRequest, world: World): ArmResponse {
  const operation = requireOperation(request, world);
  if (request.query.get("monitor") === "true") return pollLocation(request, world, operation);
  return {
    status: 200,
    body: statusBody(operation, world),
    ...(operation.status === "InProgress" && { headers: retryHeaders(world) }),
  };
}

/** The body of an Azure-AsyncOperation poll. */
export function statusBody(operation: Operation, world: World): Record<string, unknown> {
  const isNetwork = operation.resourceType.toLowerCase().startsWith("microsoft.network/");
  return {
    ...(!isNetwork && {
      startTime: world.clock.timestamp(operation.startedAt),
      ...(operation.endedAt !== undefined && { endTime: world.clock.timestamp(operation.endedAt) }),
    }),
    status: operation.status,
    ...(operation.status === "Succeeded" &&
      operation.output !== undefined && { properties: { output: operation.output } }),
    ...(operation.error !== undefined && operation.status === "Failed" && { error: operation.error }),
    ...(!isNetwork && { name: operation.id }),
  };
}

function pollLocation(request: ArmRequest, world: World, operation: Operation): ArmResponse {
  if (operation.status === "InProgress") {
    const url = `${request.origin}/${request.segments.join("/")}?${new URLSearchParams([...request.query]).toString()}`;
    return { status: 202, headers: { location: url, ...retryHeaders(world) } };
  }
  if (operation.status === "Failed") {
    const { code = "OperationFailed", message = "The operation failed.", details } = operation.error ?? {};
    throw new ArmError(409, code, message, { cause: "service", ...(details !== undefined && { details }) });
  }
  if (operation.output !== undefined) return { status: 200, body: operation.output };
  const resource = operation.verb === "write" ? world.store.get(operation.resourceId) : undefined;
  return resource === undefined ? { status: 200 } : { status: 200, body: resource.body };
}
