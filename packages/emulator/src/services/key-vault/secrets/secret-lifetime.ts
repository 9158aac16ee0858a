import type { ArmResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import type { StoredSecret } from "./stored-secret.ts";

const DAY_MS = 86_400_000;
const LONGEST_RETENTION_DAYS = 90;

/** Days for which a vault's deleted secrets can be recovered. */
export function retentionDays({ properties }: ArmResource): number {
  const days = properties?.["softDeleteRetentionInDays"];
  return typeof days === "number" ? days : LONGEST_RETENTION_DAYS;
}

/** What may become of a deleted secret, in Key Vault's words. */
export function recoveryLevel(vault: ArmResource): string {
  const recoverable = retentionDays(vault) < LONGEST_RETENTION_DAYS ? "CustomizedRecoverable" : "Recoverable";
  return vault.properties?.["enablePurgeProtection"] === true ? recoverable : `${recoverable}+Purgeable`;
}

/** When a deleted secret goes for good, in milliseconds since the epoch. */
export function purgeTime(vault: ArmResource, deletedAt: number): number {
  return deletedAt + retentionDays(vault) * DAY_MS;
}

/** Where a secret is in its life: deletions and recoveries take a while, in which it is neither. */
export type SecretPhase = "live" | "being deleted" | "deleted" | "being recovered";

/** See {@link SecretPhase}. */
export function phaseOf({ clock }: World, { deletedAt, busyUntil = 0 }: StoredSecret): SecretPhase {
  const isBusy = busyUntil > clock.now();
  if (deletedAt === undefined) return isBusy ? "being recovered" : "live";
  return isBusy ? "being deleted" : "deleted";
}

/** The secret of that name in any phase; one whose retention is over is gone. */
export function findSecret(world: World, vault: ArmResource, name: string): StoredSecret | undefined {
  return present(world, vault, world.secrets.get(vault.name, name));
}

/** The secrets of a vault that are in this phase. */
export function secretsIn(world: World, vault: ArmResource, phase: SecretPhase): StoredSecret[] {
  return world.secrets
    .of(vault.name)
    .filter((secret) => present(world, vault, secret) !== undefined && phaseOf(world, secret) === phase);
}

function present(world: World, vault: ArmResource, secret: StoredSecret | undefined): StoredSecret | undefined {
  if (secret?.deletedAt === undefined || purgeTime(vault, secret.deletedAt) > world.clock.now()) return secret;
  world.secrets.remove(vault.name, secret.name);
  return undefined;
}
