/**
 * When a VM is healed.
 *
 * | Policy | Heals |
 * | --- | --- |
 * | `never` | never |
 * | `on-failure` | once so many checks have failed as the threshold says |
 * | `always` | from the first check that fails |
 */
export type RestartPolicy = "never" | "on-failure" | "always";

/** Every {@link RestartPolicy}. */
export const RESTART_POLICIES = ["never", "on-failure", "always"] as const satisfies readonly RestartPolicy[];
