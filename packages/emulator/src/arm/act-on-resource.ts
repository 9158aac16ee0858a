import type { World } from "../world/world.ts";
import { invalidResourceType, methodNotAllowed } from "./arm-errors.ts";
import type { ArmRequest, ArmResponse } from "./arm-request.ts";
import { pollingHeaders } from "./long-running.ts";
import { requireResource } from "./read-resource.ts";
import type { ResourcePath } from "./resource-path.ts";
import type { ResourceAction, ResourceType } from "./resource-type.ts";

/** Serves an action on a resource: at once, or as a long-running operation that its type completes. */
export function startAction(request: ArmRequest, world: World, path: ResourcePath): ArmResponse {
  const action = requireAction(request, path);
  const resource = requireResource(world, path.definition, path.id);
  const answered = action.run?.({ world, request, resource });
  if (action.answer === "sync") return answered ?? { status: 200 };
  if (answered !== undefined) return answered;
  const operation = world.operations.start({
    verb: path.action!,
    resourceId: resource.body.id,
    resourceType: path.definition.type,
    location: resource.body.location ?? "global",
    durationMs: world.latency.durationOf(path.action!, path.definition.type),
    input: { query: Object.fromEntries(request.query), ...(request.body !== undefined && { body: request.body }) },
  });
  return { status: 202, headers: pollingHeaders(operation, action.answer, { ...request, world }) };
}

function requireAction(request: ArmRequest, { definition, action: name = "" }: ResourcePath): ResourceAction {
  const action = findAction(definition, name);
  if (action === undefined) {
    const [namespace = "", ...types] = definition.type.split("/");
    throw invalidResourceType([...types, name].join("/"), namespace, request.apiVersion);
  }
  if (request.method !== (action.method ?? "POST")) throw methodNotAllowed(request.method);
  return action;
}

/** The action of that name, without regard to case. */
export function findAction(definition: ResourceType, name: string): ResourceAction | undefined {
  const wanted = name.toLowerCase();
  const entry = Object.entries(definition.actions ?? {}).find(([known]) => known.toLowerCase() === wanted);
  return entry?.[1];
}
