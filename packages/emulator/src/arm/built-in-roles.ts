import { DATA_ROLES } from "./built-in-roles/data-roles.ts";
import { GENERAL_ROLES } from "./built-in-roles/general-roles.ts";
import { KEY_VAULT_ROLES } from "./built-in-roles/key-vault-roles.ts";
import { MACHINE_ROLES } from "./built-in-roles/machine-roles.ts";
import { WORKLOAD_ROLES } from "./built-in-roles/workload-roles.ts";

/** A built-in role: id, name, what it allows and what it takes away again. */
export interface BuiltInRole {
  readonly id: string;
  readonly roleName: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  /** What it allows on data; enforced where a service has data here. */
  readonly dataActions: readonly string[];
}

const TABLES = [GENERAL_ROLES, MACHINE_ROLES, DATA_ROLES, KEY_VAULT_ROLES, WORKLOAD_ROLES];

/** The built-in roles that fleets of VMs and what stands beside them need, with Azure's ids (Azure built-in roles reference). */
export const BUILT_IN_ROLES: readonly BuiltInRole[] = TABLES.flat().map(([id, roleName, description, rights]) => ({
  id,
  roleName,
  description,
  actions: rights.actions ?? [],
  notActions: rights.notActions ?? [],
  dataActions: rights.dataActions ?? [],
}));

/** A built-in role by its id. */
export function builtInRole(id: string): BuiltInRole | undefined {
  const wanted = id.toLowerCase();
  return BUILT_IN_ROLES.find((role) => role.id === wanted);
}
