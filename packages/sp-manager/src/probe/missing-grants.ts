import { toAzlinError, type AbortOptions } from "@azlin/core";
import { getFromArm } from "../azure/get-from-arm.ts";
import type { IdentityClients } from "../azure/identity-clients.ts";
import type { RoleGrant } from "../plan/identity-plan.ts";
import { covers } from "../plan/role-guard.ts";

const API_VERSION = "2022-04-01";

interface Permissions {
  readonly value: readonly { readonly actions?: readonly string[] }[];
}

/**
 * Asks, as the identity, what it may do at the scopes of its roles: the roles that do not show yet. One request for each scope.
 *
 * @throws AzlinError when it cannot sign in or Azure does not answer.
 */
export async function missingGrants(
  clients: IdentityClients,
  roles: readonly RoleGrant[],
  options: AbortOptions,
): Promise<RoleGrant[]> {
  const scopes = [...new Set(roles.map(({ scope }) => scope))];
  const known = await Promise.all(scopes.map((scope) => actionsAt(clients, scope, options)));
  return roles.filter(({ scope, actions }) => {
    const own = known[scopes.indexOf(scope)]!;
    return !actions.every((action) => own.some((pattern) => covers(pattern, action)));
  });
}

/** Actions that whoever asks may take at a scope; none when it may not even ask. */
async function actionsAt(clients: IdentityClients, scope: string, { signal }: AbortOptions): Promise<string[]> {
  try {
    const subscriptionId = scope.split("/")[2]!;
    const url = `${scope}/providers/Microsoft.Authorization/permissions?api-version=${API_VERSION}`;
    const { value } = await getFromArm<Permissions>(clients, { subscriptionId, url, signal });
    return value.flatMap(({ actions = [] }) => actions);
  } catch (error) {
    const told = toAzlinError(error, { operation: `ask what the identity may do in ${scope}`, signal });
    if (told.name === "PermissionError") return [];
    throw told;
  }
}
