import type { IdentityFacts, RoleDefinitionFact } from "../../src/index.ts";
import { GROUP } from "./identity-world.ts";

/** Midnight, in the tests' time. */
export const NOW_MS = Date.UTC(2026, 10, 21);

const ROLES = "/subscriptions/00000000-0000-4000-8000-000000000001/providers/Microsoft.Authorization/roleDefinitions";

/** Roles as Azure defines them. */
export const ROLE_FACTS: Readonly<Record<string, RoleDefinitionFact>> = {
  Reader: role("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", ["*/read"]),
  Contributor: role("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", ["*"], ["Microsoft.Authorization/*/Write"]),
  Owner: role("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", ["*"]),
  "User Access Administrator": role("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator", [
    "*/read",
    "Microsoft.Authorization/*",
  ]),
};

function role(guid: string, roleName: string, actions: string[], notActions: string[] = []): RoleDefinitionFact {
  return { id: `${ROLES}/${guid}`, roleName, actions, notActions };
}

/** What is there when nothing stands in the way. */
export function identityFacts(change: Partial<IdentityFacts> = {}): IdentityFacts {
  return {
    nowMs: NOW_MS,
    nonce: "nonce",
    roles: new Map(Object.entries(ROLE_FACTS).map(([name, fact]) => [name, [fact]])),
    runGroups: [GROUP],
    application: "none",
    secret: "none",
    ...change,
  };
}
