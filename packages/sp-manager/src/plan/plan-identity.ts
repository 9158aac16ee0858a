import { ConflictError, NotFoundError, ValidationError } from "@azlin/core";
import { derivedGuid } from "../names/derived-guid.ts";
import { identityNames, type IdentityNames } from "../names/identity-names.ts";
import type { IdentityPlan, RoleGrant } from "./identity-plan.ts";
import type { IdentityFacts, IdentityRequest, RoleDefinitionFact } from "./identity-request.ts";
import { planCredential } from "./plan-credential.ts";
import { guardRole } from "./role-guard.ts";

const HOUR_MS = 3_600_000;
/** Entra's own limit is two years; nothing of a run needs as much as a month. */
const MAX_LIFETIME_MS = 31 * 24 * HOUR_MS;

/**
 * Plans an identity from what was asked for and what is there. Pure: nothing is made.
 *
 * @throws ValidationError (`INVALID_SCENARIO_NAME`, `INVALID_RUN_ID`, `INVALID_LIFETIME`, `NO_ROLES`, `NO_SCOPES`,
 * `INVALID_SCOPE`, `PRIVILEGED_ROLE`, and those of the credential); NotFoundError (`ROLE_NOT_FOUND`); ConflictError
 * (`ROLE_NAME_AMBIGUOUS`, `IDENTITY_EXISTS`, `NAME_TAKEN`, `SECRET_NAME_TAKEN`, `SECRET_NAME_DELETED`).
 */
export function planIdentity(request: IdentityRequest, facts: IdentityFacts): IdentityPlan {
  const { scenarioName, runId, subscriptionId } = request;
  const names = identityNames({ scenarioName, runId });
  // Key Vault counts in seconds.
  const expiresAtMs = Math.floor((facts.nowMs + lifetimeOf(request)) / 1_000) * 1_000;
  const credential = planCredential(request.credential, names, { nowMs: facts.nowMs, expiresAtMs });
  refuseWhatIsTaken(names, facts);
  const roles = planRoles(request, facts);
  return {
    names,
    scenarioName,
    runId,
    subscriptionId,
    roles,
    credential,
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
}

function lifetimeOf({ lifetimeMs = 8 * HOUR_MS, marginMs = 24 * HOUR_MS }: IdentityRequest): number {
  const total = lifetimeMs + marginMs;
  if (lifetimeMs > 0 && marginMs >= 0 && total <= MAX_LIFETIME_MS) return total;
  throw new ValidationError(
    "INVALID_LIFETIME",
    `An identity cannot live for ${lifetimeMs} ms and ${marginMs} ms more.`,
    {
      hint: "Give the time until the end of the run, at most 31 days in all.",
    },
  );
}

function planRoles(request: IdentityRequest, facts: IdentityFacts): RoleGrant[] {
  if (request.roles.length === 0) {
    throw new ValidationError("NO_ROLES", "An identity without a role can do nothing.", { hint: "Name one: Reader." });
  }
  const scopes = scopesOf(request, facts);
  const roles = [...new Set(request.roles)].map((name) => requireRole(name, facts));
  return roles.flatMap((role) => scopes.map((scope) => grant(role, { scope, nonce: facts.nonce, request })));
}

function scopesOf({ scopes, subscriptionId, runId }: IdentityRequest, { runGroups }: IdentityFacts): readonly string[] {
  const found = [...new Set((scopes ?? runGroups).map((scope) => scope.replace(/\/+$/, "")))];
  if (found.length === 0) {
    throw new ValidationError(
      "NO_SCOPES",
      `No resource group is tagged with the run '${runId}', and no scope was named.`,
      {
        hint: "Make the run's groups first, or name scopes.",
      },
    );
  }
  const own = `/subscriptions/${subscriptionId}`.toLowerCase();
  const other = found.find((scope) => scope.toLowerCase() !== own && !scope.toLowerCase().startsWith(`${own}/`));
  if (other === undefined) return found;
  throw new ValidationError("INVALID_SCOPE", `'${other}' is not in subscription ${subscriptionId}.`, {
    hint: "Name scopes of that subscription, '/subscriptions/ID/resourceGroups/NAME'.",
  });
}

function requireRole(name: string, { roles }: IdentityFacts): RoleDefinitionFact {
  const [role, other] = roles.get(name) ?? [];
  if (role === undefined) {
    throw new NotFoundError("ROLE_NOT_FOUND", `There is no role '${name}'.`, {
      hint: "Names of roles are written as Azure does: 'Reader', 'Virtual Machine Contributor'.",
      details: { role: name },
    });
  }
  if (other === undefined) return role;
  throw new ConflictError("ROLE_NAME_AMBIGUOUS", `More than one role is called '${name}'.`, {
    hint: "Give the id of the role definition.",
    details: { role: name, ids: [role.id, other.id] },
  });
}

function grant(
  role: RoleDefinitionFact,
  { scope, nonce, request }: { readonly scope: string; readonly nonce: string; readonly request: IdentityRequest },
): RoleGrant {
  if (request.allowPrivileged !== true) guardRole(role, scope, request.condition);
  return {
    roleName: role.roleName,
    roleDefinitionId: role.id,
    scope,
    assignmentName: derivedGuid(nonce, role.id.toLowerCase(), scope.toLowerCase()),
    actions: role.actions,
    ...(request.condition !== undefined && { condition: request.condition }),
  };
}

function refuseWhatIsTaken({ displayName, uniqueName, secretName }: IdentityNames, facts: IdentityFacts): void {
  if (facts.application === "ours") {
    throw new ConflictError("IDENTITY_EXISTS", `'${displayName}' is there already.`, {
      hint: "Delete it first (azlin sp delete), or finish what was interrupted (azlin sp recover).",
    });
  }
  if (facts.application === "foreign") {
    throw new ConflictError(
      "NAME_TAKEN",
      `An application that azlin did not make has the unique name '${uniqueName}'.`,
      {
        hint: "See what it is: nothing of it was touched.",
      },
    );
  }
  if (facts.secret === "foreign") {
    throw new ConflictError("SECRET_NAME_TAKEN", `The vault has a secret '${secretName}' that azlin did not make.`, {
      hint: "Use another vault, or see whose it is: nothing of it was touched.",
    });
  }
  if (facts.secret !== "soft-deleted") return;
  throw new ConflictError(
    "SECRET_NAME_DELETED",
    `The vault has a deleted secret '${secretName}', which keeps its name.`,
    {
      hint: "Recover or purge it, if it may be, or use another vault.",
    },
  );
}
