import type { ResourceDocument } from "../azure/resource-document.ts";

/** Members of `properties` that are new when a resource is deleted and made again under the same name. */
const IDENTITIES = [
  "vmId",
  "uniqueId",
  "resourceGuid",
  "timeCreated",
  "creationTime",
  "createdTime",
  "createdAt",
  "creationDate",
  "customerId",
  "clientId",
  "defaultHostName",
  "scheduledPurgeDate",
  "principalId",
];

/** What tells a resource from another one of the same name, by member; empty when its provider shows nothing. Pure. */
export function identityOf({ properties }: Pick<ResourceDocument, "properties">): Readonly<Record<string, string>> {
  const entries = IDENTITIES.map((name) => [name, properties[name]] as const);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** The first member in which two readings of one id contradict each other; `undefined` when they may be the same. Pure. */
export function identityChange(
  planned: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): string | undefined {
  return Object.keys(planned).find((name) => found[name] !== undefined && found[name] !== planned[name]);
}
