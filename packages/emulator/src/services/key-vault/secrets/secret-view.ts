import type { JsonObject } from "../../../json/json.ts";
import type { SecretRequest } from "./secret-request.ts";
import { purgeTime, recoveryLevel, retentionDays } from "./secret-lifetime.ts";
import { latestVersion, type SecretVersion, type StoredSecret } from "./stored-secret.ts";

/** Where an answer is shown: in which vault, at which address. */
export type SecretPlace = Pick<SecretRequest, "vault" | "origin">;

/** A version with its value, as the answer to a read or write. */
export function secretBundle(place: SecretPlace, name: string, version: SecretVersion): JsonObject {
  return { value: version.value, ...versionProperties(place, name, version) };
}

/** A version without its value. */
export function versionProperties(place: SecretPlace, name: string, version: SecretVersion): JsonObject {
  return { id: `${place.origin}/secrets/${name}/${version.version}`, ...shown(place, version) };
}

/** A secret in a list: its latest version, and an id without one. */
export function secretItem(place: SecretPlace, secret: StoredSecret): JsonObject {
  return { id: `${place.origin}/secrets/${secret.name}`, ...shown(place, latestVersion(secret)) };
}

/** A deleted secret, with the times that tell what becomes of it. */
export function deletedBundle(place: SecretPlace, secret: StoredSecret): JsonObject {
  return { ...versionProperties(place, secret.name, latestVersion(secret)), ...deletion(place, secret) };
}

/** A deleted secret in a list. */
export function deletedItem(place: SecretPlace, secret: StoredSecret): JsonObject {
  return { ...secretItem(place, secret), ...deletion(place, secret) };
}

function deletion({ vault, origin }: SecretPlace, { name, deletedAt = 0 }: StoredSecret): JsonObject {
  return {
    recoveryId: `${origin}/deletedsecrets/${name}`,
    deletedDate: Math.floor(deletedAt / 1000),
    scheduledPurgeDate: Math.floor(purgeTime(vault, deletedAt) / 1000),
  };
}

function shown({ vault }: SecretPlace, version: SecretVersion): JsonObject {
  const { enabled, nbf, exp, created, updated, contentType, tags } = version;
  return {
    ...(contentType !== undefined && { contentType }),
    attributes: {
      enabled,
      ...(nbf !== undefined && { nbf }),
      ...(exp !== undefined && { exp }),
      created,
      updated,
      recoveryLevel: recoveryLevel(vault),
      recoverableDays: retentionDays(vault),
    },
    ...(tags !== undefined && { tags }),
  };
}
