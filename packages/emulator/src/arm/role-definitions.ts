import { resourceNameOf } from "@azlin/core";
import { objectsAt } from "../json/json.ts";
import type { World } from "../world/world.ts";
import { builtInRole } from "./built-in-roles.ts";

/** Whether the role of that definition id (built-in or custom) allows an action. */
export function roleAllows(world: World, roleDefinitionId: string, action: string): boolean {
  const role = builtInRole(resourceNameOf(roleDefinitionId));
  if (role !== undefined) return allows(role.actions, role.notActions, action);
  const custom = world.store.get(roleDefinitionId);
  return objectsAt(custom?.body.properties, "permissions").some((permission) =>
    allows(texts(permission["actions"]), texts(permission["notActions"]), action),
  );
}

function allows(actions: readonly string[], notActions: readonly string[], action: string): boolean {
  return actions.some((pattern) => covers(pattern, action)) && !notActions.some((pattern) => covers(pattern, action));
}

function covers(pattern: string, action: string): boolean {
  const source = pattern.replace(/[.*+?^${}()|[\]\\/]/g, (char) => (char === "*" ? ".*" : `\\${char}`));
  return new RegExp(`^${source}$`, "i").test(action);
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
