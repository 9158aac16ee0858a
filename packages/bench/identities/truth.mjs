import { RBAC_MS, VAULT_NAME } from "./scale.mjs";

const ASSIGNMENTS = "Microsoft.Authorization/roleAssignments";

/** When an identity works wherever it is used, by the emulator's own record. Milliseconds since the epoch. */
export function usableSince({ world }, clientId) {
  const { directory, store } = world;
  const application = directory.byAppId("application", clientId);
  const principal = directory.byAppId("servicePrincipal", clientId);
  const secrets = [application, principal].flatMap(({ internals }) => internals.secrets ?? []);
  const given = [...store.ofType(ASSIGNMENTS)].map(({ body }) => Date.parse(body.properties.createdOn) + RBAC_MS);
  const visible = [application, principal, ...secrets].map(({ visibleAt }) => visibleAt);
  return Math.max(...visible, ...given);
}

/** When others have seen its application, without which there can be no service principal. Milliseconds since the epoch. */
export function applicationSince({ world }, clientId) {
  return world.directory.byAppId("application", clientId).visibleAt;
}

/** What is there of identities, in a world that had none but its administrator. */
export function leftBehind({ world, clock }) {
  const { directory, store, secrets } = world;
  const living = ["application", "servicePrincipal"].flatMap((type) => [...directory.ofType(type)]).filter(isMade);
  const isLive = ({ endDateTime }) => Date.parse(endDateTime) > clock.now();
  const stored = secrets.of(VAULT_NAME);
  return {
    applications: living.filter(({ type }) => type === "application").length,
    inBin: directory.binned().length + stored.filter(isDeleted).length,
    assignments: [...store.ofType(ASSIGNMENTS)].length,
    livePasswords: living.flatMap(({ body }) => body.passwordCredentials ?? []).filter(isLive).length,
    liveSecrets: stored.filter((secret) => !isDeleted(secret)).length,
  };
}

function isMade({ createdBy }) {
  return createdBy !== undefined;
}

function isDeleted({ deletedAt }) {
  return deletedAt !== undefined;
}
