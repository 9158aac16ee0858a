import type { World } from "../../../world/world.ts";
import type { Plan } from "../kql/plan.ts";
import type { QueryScope } from "../query-scope.ts";
import { authorizationTable } from "./authorization-table.ts";
import { containersTable } from "./containers-table.ts";
import { resourcesTable } from "./resources-table.ts";

const TABLES: Readonly<Record<string, (world: World, scope: QueryScope) => Plan>> = {
  resources: resourcesTable,
  resourcecontainers: containersTable,
  authorizationresources: authorizationTable,
};

/** A table by its name, in any case. A new one is a file beside this and a line above. */
export function graphTable(name: string, world: World, scope: QueryScope): Plan | undefined {
  return TABLES[name.toLowerCase()]?.(world, scope);
}
