import { tryParseResourceId } from "@azlin/core";
import { invalidRequestContent, invalidResourceType } from "../../arm/arm-errors.ts";
import { findScope } from "../../arm/find-scope.ts";
import { LOCK_TYPE, scopeOfLock } from "../../arm/management-locks.ts";
import { defineResourceType, type ResourceType, type WriteDraft } from "../../arm/resource-type.ts";
import { textAt, type JsonObject } from "../../json/json.ts";

const LEVELS = ["CanNotDelete", "ReadOnly"] as const;

/** Management locks: at a subscription, a group or a resource. */
export const lockType: ResourceType = defineResourceType({
  type: LOCK_TYPE,
  apiVersions: ["2020-05-01", "2016-09-01"],
  kind: "proxy",
  scope: "extension",
  write: { created: 201, answer: "none" },
  remove: { status: 200, answer: "none" },
  prepare: prepareLock,
});

function prepareLock({ body, existing, request, world }: WriteDraft): void {
  const asked = scopeOfLock(body.id);
  const scope = findScope(world, asked);
  if (tryParseResourceId(asked)?.subscriptionId === undefined) {
    throw invalidResourceType("locks", "Microsoft.Authorization", request.apiVersion);
  }
  body.id = existing?.body.id ?? `${scope?.body.id ?? asked}/providers/${LOCK_TYPE}/${body.name}`;
  const { notes, owners } = body.properties;
  body.properties = {
    level: levelOf(body.properties),
    ...(notes !== undefined && { notes }),
    ...(owners !== undefined && { owners }),
  };
}

function levelOf(properties: JsonObject): string {
  const asked = textAt(properties, "level");
  const level = LEVELS.find((known) => known.toLowerCase() === asked?.toLowerCase());
  if (level !== undefined) return level;
  throw invalidRequestContent(`The lock level '${asked ?? ""}' is none of ${LEVELS.join(", ")}`);
}
