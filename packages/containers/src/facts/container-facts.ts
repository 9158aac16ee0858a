/** An environment, as far as deploying into it depends on it. */
export interface EnvironmentFacts {
  readonly id: string;
  readonly location: string;
  readonly provisioningState: string;
  /** The subnet that it is injected into; `null`: it is in none of ours. */
  readonly subnetId: string | null;
  /** Whether it has no public address. */
  readonly isInternal: boolean;
  /** Its workload profiles; empty in environments of the first generation, which have no others than Consumption. */
  readonly profiles: readonly EnvironmentProfile[];
}

/** A workload profile that an environment has. */
export interface EnvironmentProfile {
  readonly name: string;
  /** `Consumption`, `E16`. */
  readonly type: string;
}

/** Whether somebody can do something; `unknown`: what decides that cannot be read. */
export type Access = "yes" | "no" | "unknown";

/** A vault that secrets come from. */
export interface VaultFacts {
  /** URL with a slash at its end. */
  readonly url: string;
  /** Id of the vault; `null`: it is in no subscription that can be seen. */
  readonly id: string | null;
  /** Whether the identity may read its secrets. */
  readonly access: Access;
}

/** What has the name already. */
export interface ExistingContainer {
  readonly id: string;
  readonly kind: "job" | "app";
  readonly tags: Readonly<Record<string, string>>;
}

/** What is known of Azure before a plan is made. */
export interface ContainerFacts {
  /** `null`: there is none of that id. */
  readonly environment: EnvironmentFacts | null;
  /** Object id of the identity's principal; `null`: there is no such identity, or none was asked for. */
  readonly principalId: string | null;
  readonly vaults: readonly VaultFacts[];
  readonly existing: ExistingContainer | null;
}
