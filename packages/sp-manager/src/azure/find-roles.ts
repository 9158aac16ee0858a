import { parseResourceId, type AbortOptions } from "@azlin/core";
import type { RoleDefinition } from "@azure/arm-authorization";
import type { IdentityRequest, RoleDefinitionFact } from "../plan/identity-request.ts";
import { askAzure } from "./ask-azure.ts";
import type { IdentityAzure } from "./identity-azure.ts";

/** Role definitions, built-in and custom, by the names or ids that were asked for. @throws AzlinError */
export async function findRoles(
  azure: IdentityAzure,
  { roles, subscriptionId }: Pick<IdentityRequest, "roles" | "subscriptionId">,
  options: AbortOptions,
): Promise<ReadonlyMap<string, readonly RoleDefinitionFact[]>> {
  const names = [...new Set(roles)];
  const found = await Promise.all(names.map((name) => definitionsOf(azure, { name, subscriptionId }, options)));
  return new Map(names.map((name, index) => [name, found[index]!]));
}

async function definitionsOf(
  azure: IdentityAzure,
  { name, subscriptionId }: { readonly name: string; readonly subscriptionId: string },
  { signal }: AbortOptions,
): Promise<RoleDefinitionFact[]> {
  return askAzure(azure, {
    operation: `look for the role '${name}'`,
    action: "Microsoft.Authorization/roleDefinitions/read",
    signal,
    run: async () => {
      const { roleDefinitions } = await azure.clients.authorization(subscriptionId);
      const found: RoleDefinitionFact[] = [];
      for await (const one of roleDefinitions.list(`/subscriptions/${subscriptionId}`, { filter: filterOf(name) })) {
        if (isMeant(one, name)) found.push(factOf(one));
      }
      return found;
    },
  });
}

function filterOf(name: string): string {
  return name.startsWith("/") ? `roleName ne ''` : `roleName eq '${name.replaceAll("'", "''")}'`;
}

function isMeant({ id = "", roleName = "" }: RoleDefinition, name: string): boolean {
  if (!name.startsWith("/")) return roleName.toLowerCase() === name.toLowerCase();
  return definitionName(id) === definitionName(name);
}

/** The GUID of a definition, which is the same at every scope. */
function definitionName(id: string): string {
  return parseResourceId(id).names.at(-1)!.toLowerCase();
}

function factOf({ id = "", roleName = "", permissions = [] }: RoleDefinition): RoleDefinitionFact {
  return {
    id,
    roleName,
    actions: permissions.flatMap(({ actions = [] }) => actions),
    notActions: permissions.flatMap(({ notActions = [] }) => notActions),
  };
}
