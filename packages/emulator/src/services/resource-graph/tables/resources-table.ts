import type { World } from "../../../world/world.ts";
import type { Plan } from "../kql/plan.ts";
import { visibleResources, type QueryScope } from "../query-scope.ts";
import { resourceColumns } from "./resource-columns.ts";
import { tableOf } from "./table.ts";

/** `Resources`: everything in resource groups that has a location and tags of its own. */
export function resourcesTable(world: World, scope: QueryScope): Plan {
  return tableOf(resourceColumns(world), () => visibleResources(world, scope, trackedTypes(world)));
}

/** Tells the types that stand in the table; each is looked up once. */
function trackedTypes(world: World): (type: string) => boolean {
  const known = new Map<string, boolean>();
  return (type) => {
    const answer = known.get(type) ?? isTrackedType(world, type);
    known.set(type, answer);
    return answer;
  };
}

/** Whether resources of a type stand in the table; of types that only seeds know, those that are no children. */
function isTrackedType(world: World, type: string): boolean {
  const definition = world.types.get(type);
  if (definition === undefined) return type.split("/").length === 2;
  return definition.kind !== "proxy" && (definition.scope ?? "group") === "group";
}
