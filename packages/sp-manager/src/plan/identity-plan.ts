import type { IdentityNames } from "../names/identity-names.ts";
import type { CredentialPlan } from "./credential-plan.ts";

/** A role that the identity gets at a scope. */
export interface RoleGrant {
  /** `Contributor`. */
  readonly roleName: string;
  /** Id of the role definition. */
  readonly roleDefinitionId: string;
  readonly scope: string;
  /** Name of the assignment, chosen beforehand: asked for twice, it is made once. */
  readonly assignmentName: string;
  /** What has to show in the identity's own permissions before the role is taken to work. */
  readonly actions: readonly string[];
  /** ABAC condition (version 2.0) of the assignment. */
  readonly condition?: string;
}

/** Everything that will be made for an identity. Data: printable, and without secrets. */
export interface IdentityPlan {
  readonly names: IdentityNames;
  readonly scenarioName: string;
  readonly runId: string;
  readonly subscriptionId: string;
  readonly roles: readonly RoleGrant[];
  readonly credential: CredentialPlan;
  /** ISO 8601; from then on no credential of it works and it may be swept. */
  readonly expiresAt: string;
}

/** A step of a plan, for people. */
export interface PlannedStep {
  readonly action: "create" | "assign" | "wait";
  readonly target: string;
  readonly reason: string;
}

/** What will be done for a plan, in order. */
export function describePlan({ names, credential, roles, expiresAt }: IdentityPlan): PlannedStep[] {
  const named = `'${names.displayName}'`;
  return [
    { action: "create", target: `application ${named}`, reason: `Everything ends by ${expiresAt}.` },
    { action: "create", target: `service principal ${named}`, reason: "Roles are given to it." },
    { action: "create", target: credentialText(credential), reason: "By it the identity signs in." },
    ...roles.map(({ roleName, scope }): PlannedStep => {
      return { action: "assign", target: `role '${roleName}'`, reason: `It may work in ${scope}.` };
    }),
    { action: "wait", target: named, reason: "It is ready when it was seen to work." },
  ];
}

function credentialText(credential: CredentialPlan): string {
  switch (credential.kind) {
    case "federated":
      return `federated credential for '${credential.subject}' of ${credential.issuer}`;
    case "certificate":
      return `certificate until ${credential.endsAt}`;
    case "secret":
      return `secret '${credential.secretName}' in ${credential.vaultUrl}`;
  }
}
