import { resourceKey } from "@azlin/core";
import { textAt } from "../json/json.ts";
import type { World } from "../world/world.ts";
import { authorizationFailed } from "./arm-errors.ts";
import type { ArmRequest } from "./arm-request.ts";
import { roleAllows, type AskedAction } from "./role-definitions.ts";

/** Type of role assignments. */
export const ROLE_ASSIGNMENT_TYPE = "Microsoft.Authorization/roleAssignments";

const VERBS: Readonly<Record<string, string>> = {
  GET: "read",
  HEAD: "read",
  PUT: "write",
  PATCH: "write",
  DELETE: "delete",
  POST: "action",
};

/**
 * Holds a principal to its role assignments; the administrator may do anything. Lists above a group that a principal
 * may not read at all are refused too, as Azure does for providers' own lists.
 *
 * @throws ArmError (`AuthorizationFailed`) naming the action and the scope.
 */
export function authorize(world: World, request: ArmRequest): void {
  if (request.principal.administrator === true || request.segments.length < 2) return;
  const { action, scope } = actionOf(request);
  if (action === undefined) return;
  if (!isAllowed(world, request.principal.objectId, { action, scope })) {
    throw authorizationFailed(request.principal.objectId, action, scope);
  }
}

/** An action, and the resource or scope that it is done to. */
export interface ScopedAction extends AskedAction {
  readonly scope: string;
}

/** Whether role assignments in force let the principal do this. */
export function isAllowed(world: World, objectId: string, { scope, ...asked }: ScopedAction): boolean {
  const effectiveSince = world.clock.now() - world.settings.consistency.rbacPropagationMs;
  const place = `${resourceKey(scope)}/`;
  for (const { body, createdAt } of world.store.ofType(ROLE_ASSIGNMENT_TYPE)) {
    const { properties } = body;
    if (textAt(properties, "principalId") !== objectId || createdAt > effectiveSince) continue;
    const assigned = resourceKey(textAt(properties, "scope") ?? "");
    const covers = assigned === "/" || assigned === "" || place.startsWith(`${assigned}/`);
    if (covers && roleAllows(world, textAt(properties, "roleDefinitionId") ?? "", asked)) return true;
  }
  return false;
}

/** The action and scope that Azure checks for a request; no action for tenant-wide reads open to everyone. */
function actionOf(request: ArmRequest): { readonly action: string | undefined; readonly scope: string } {
  const { segments, method } = request;
  const at = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
  const verb = VERBS[method] ?? "read";
  if (at === 0) return { action: undefined, scope: "/" };
  if (at < 0) {
    const types = segments.filter((_, index) => index % 2 === 0).map((type) => type.toLowerCase());
    return { action: `Microsoft.Resources/${types.join("/")}/${verb}`, scope: `/${segments.slice(0, 4).join("/")}` };
  }
  const rest = segments.slice(at + 2);
  const names = rest.filter((_, index) => index % 2 === 0);
  const isExtension = at > 4 || /^microsoft\.(authorization|resources)$/i.test(segments[at + 1] ?? "");
  const scopeEnd = isExtension ? at : segments.length - (rest.length % 2);
  return {
    action: `${segments[at + 1]}/${names.join("/")}/${verb}`,
    scope: `/${segments.slice(0, scopeEnd).join("/")}`,
  };
}
