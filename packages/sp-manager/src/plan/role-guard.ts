import { ValidationError, wildcard } from "@azlin/core";
import type { RoleDefinitionFact } from "./identity-request.ts";

const ASSIGN = "Microsoft.Authorization/roleAssignments/write";

/** Whether somebody with this role can give roles, and so take everything: Owner and User Access Administrator can. */
export function canGiveRoles({ actions, notActions }: Pick<RoleDefinitionFact, "actions" | "notActions">): boolean {
  return actions.some((action) => covers(action, ASSIGN)) && !notActions.some((action) => covers(action, ASSIGN));
}

/** Whether a scope is a whole subscription, a management group, or everything. */
function isWideScope(scope: string): boolean {
  return !/^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+/i.test(scope);
}

/**
 * Refuses roles that can give roles where they would reach a whole subscription.
 *
 * @throws ValidationError (`PRIVILEGED_ROLE`).
 */
export function guardRole(role: RoleDefinitionFact, scope: string, condition: string | undefined): void {
  if (!isWideScope(scope) || !canGiveRoles(role)) return;
  const hint =
    condition === undefined
      ? "Name resource groups as its scopes, or a role that cannot give roles; or allow it (--allow-privileged)."
      : "A condition does not make it safe here by itself: allow it (--allow-privileged) if it does.";
  throw new ValidationError(
    "PRIVILEGED_ROLE",
    `Whoever has '${role.roleName}' in ${scope} can give themselves everything.`,
    {
      hint,
      details: { role: role.roleName, scope },
    },
  );
}

/** Whether an action of a role, with its wildcards, means an action. Case does not matter to Azure. */
export function covers(pattern: string, action: string): boolean {
  return wildcard(pattern, { isCaseSensitive: false }).test(action);
}
