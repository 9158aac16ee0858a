import { objectsAt, textAt, type JsonObject } from "../json/json.ts";
import type { DirectoryObject } from "./directory-object.ts";

/** What the directory knows of one client secret. */
export interface ApplicationSecret extends JsonObject {
  keyId: string;
  hash: string;
  /** Milliseconds since the epoch from which token requests may show it: changes replicate too. */
  visibleAt: number;
}

/** The secrets of an application or service principal. */
export function secretsOf({ internals }: DirectoryObject): ApplicationSecret[] {
  return objectsAt(internals, "secrets") as ApplicationSecret[];
}

/** When a credential of that id begins and ends, in milliseconds since the epoch; `undefined` when there is none. */
export function credentialTimes(
  { body }: DirectoryObject,
  member: "passwordCredentials" | "keyCredentials",
  keyId: string,
): { readonly startsAt: number; readonly endsAt: number } | undefined {
  const credential = objectsAt(body, member).find((candidate) => candidate["keyId"] === keyId);
  if (credential === undefined) return undefined;
  return {
    startsAt: Date.parse(textAt(credential, "startDateTime") ?? ""),
    endsAt: Date.parse(textAt(credential, "endDateTime") ?? ""),
  };
}
