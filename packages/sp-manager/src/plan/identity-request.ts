import type { CredentialRequest } from "./credential-plan.ts";

/** What is asked for when an identity is to be made. */
export interface IdentityRequest {
  readonly scenarioName: string;
  readonly runId: string;
  readonly subscriptionId: string;
  /** Names of built-in or custom roles, or ids of role definitions. */
  readonly roles: readonly string[];
  /** Where it may work. Default: the resource groups that carry the run's id in their tag `RunId`. */
  readonly scopes?: readonly string[];
  readonly credential: CredentialRequest;
  /** Milliseconds from now to the end of the run. Default: 8 hours. */
  readonly lifetimeMs?: number;
  /** Milliseconds for which credentials go on after the end of the run, for cleaning up. Default: 24 hours. */
  readonly marginMs?: number;
  /** Takes roles that can give roles, too, at a whole subscription or above. Default: false. */
  readonly allowPrivileged?: boolean;
  /** ABAC condition (version 2.0) put on every assignment. */
  readonly condition?: string;
}

/** A role definition as Azure has it. */
export interface RoleDefinitionFact {
  readonly id: string;
  readonly roleName: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/** What has to be known before an identity can be planned. */
export interface IdentityFacts {
  readonly nowMs: number;
  /** Told apart by it is this attempt from every other to make the same identity. */
  readonly nonce: string;
  /** Every role definition that fits a name that was asked for, by that name. */
  readonly roles: ReadonlyMap<string, readonly RoleDefinitionFact[]>;
  /** Ids of the resource groups of the run. */
  readonly runGroups: readonly string[];
  /** The application that has the identity's own key already. */
  readonly application: "none" | "ours" | "foreign";
  /** What has the secret's name in the vault already. */
  readonly secret: "none" | "ours" | "foreign" | "soft-deleted" | "soft-deleted-ours";
}
