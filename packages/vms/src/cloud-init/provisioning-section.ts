/** A part of the set-up of a VM that succeeds or fails by itself. */
export interface ProvisioningSection {
  /** Lower case, digits and `-`; what the ledger calls it. */
  readonly name: string;
  /** Names of the sections that have to come before it. */
  readonly needs?: readonly string[];
  /** Seconds after which it has failed. */
  readonly timeLimitSeconds: number;
  /** What bash runs as root. Functions of the prelude can be used. */
  readonly script: string;
}
