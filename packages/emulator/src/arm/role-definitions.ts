import { resourceNameOf } from "@azlin/core";
import { objectsAt, textsAt, type JsonObject } from "../json/json.ts";
import type { StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import { builtInRole } from "./built-in-roles.ts";

/** Type of role definitions. */
export const ROLE_DEFINITION_TYPE = "Microsoft.Authorization/roleDefinitions";

/** One of the permissions of a role. */
export interface RoleRights {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** What somebody wants to do: to a resource, or to the data in it. */
export interface AskedAction {
  readonly action: string;
  /** Default false. */
  readonly isData?: boolean;
}

/** What the role of that definition id (built-in or custom, told with any scope) allows; `undefined` when there is none. */
export function rightsOf(world: World, roleDefinitionId: string): readonly RoleRights[] | undefined {
  const role = builtInRole(resourceNameOf(roleDefinitionId));
  if (role !== undefined) return [{ ...role, notDataActions: [] }];
  const custom = world.store.get(roleDefinitionId) ?? customRole(world, resourceNameOf(roleDefinitionId));
  return custom && objectsAt(custom.body.properties, "permissions").map(toRights);
}

/** A custom role by its name, which is a GUID. */
export function customRole(world: World, name: string): StoredResource | undefined {
  return world.store.get(customRoleId(name));
}

/** Where a custom role is kept: it belongs to the whole tenant, whatever scope it is asked for at. */
export function customRoleId(name: string): string {
  return `/providers/${ROLE_DEFINITION_TYPE}/${name}`;
}

/** Whether the role of that definition id allows an action. */
export function roleAllows(world: World, roleDefinitionId: string, { action, isData = false }: AskedAction): boolean {
  return (rightsOf(world, roleDefinitionId) ?? []).some((rights) =>
    isData
      ? allows(rights.dataActions, rights.notDataActions, action)
      : allows(rights.actions, rights.notActions, action),
  );
}

function toRights(permission: JsonObject): RoleRights {
  return {
    actions: textsAt(permission, "actions"),
    notActions: textsAt(permission, "notActions"),
    dataActions: textsAt(permission, "dataActions"),
    notDataActions: textsAt(permission, "notDataActions"),
  };
}

function allows(actions: readonly string[], notActions: readonly string[], action: string): boolean {
  return actions.some((pattern) => covers(pattern, action)) && !notActions.some((pattern) => covers(pattern, action));
}

function covers(pattern: string, action: string): boolean {
  const source = pattern.replace(/[.*+?^${}()|[\]\\/]/g, (char) => (char === "*" ? ".*" : `\\${char}`));
  return new RegExp(`^${source}$`, "i").test(action);
}
