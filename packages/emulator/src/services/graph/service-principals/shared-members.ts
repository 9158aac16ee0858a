import type { DirectoryBody } from "../../../entra/directory-object.ts";
import { textsAt, type JsonObject } from "../../../json/json.ts";

/** What a service principal has of its application's members; with `changed`, of those alone. */
export function sharedMembers(application: DirectoryBody, changed?: JsonObject): JsonObject {
  const { displayName, identifierUris, tags, appId } = application;
  const has = (member: string): boolean => changed === undefined || changed[member] !== undefined;
  return {
    ...(has("displayName") && { displayName, appDisplayName: displayName }),
    ...(has("identifierUris") && {
      servicePrincipalNames: [appId, ...textsAt({ identifierUris }, "identifierUris")],
    }),
    ...(has("tags") && { tags }),
  };
}
