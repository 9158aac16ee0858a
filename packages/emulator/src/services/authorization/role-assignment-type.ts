import { resourceNameOf, sameResource } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import { ROLE_ASSIGNMENT_TYPE } from "../../arm/authorization.ts";
import { defineResourceType, type ResourceType, type WriteDraft } from "../../arm/resource-type.ts";
import { rightsOf } from "../../arm/role-definitions.ts";
import { setDefaults, textAt, type JsonObject } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { roleDefinitionDoesNotExist } from "./role-definition-errors.ts";

/** Most role assignments of a subscription, those at its groups and resources among them. */
const SUBSCRIPTION_LIMIT = 4000;

/**
 * Role assignments: at any scope, unique in principal, role and scope, working after the propagation time. They stay
 * when their principal is deleted, and count towards the limit all the same.
 */
export const roleAssignmentType: ResourceType = defineResourceType({
  type: ROLE_ASSIGNMENT_TYPE,
  apiVersions: ["2022-04-01", "2020-04-01-preview", "2018-01-01-preview", "2015-07-01"],
  kind: "proxy",
  scope: "extension",
  write: { created: 201, answer: "none" },
  remove: { status: 200, answer: "none" },
  prepare: prepareAssignment,
});

function prepareAssignment(draft: WriteDraft): void {
  const { body, existing, world } = draft;
  const wanted = readAssignment(body.id, body.properties);
  if (existing !== undefined) keepIdentity(existing, wanted);
  requireRole(world, wanted.roleDefinitionId);
  if (hasTwin(world, body.id, wanted)) {
    throw new ArmError(409, "RoleAssignmentExists", "The role assignment already exists.");
  }
  requirePrincipal(world, wanted.principalId, textAt(body.properties, "principalType"));
  if (existing === undefined) requireRoom(world, body.id);
  const now = world.clock.timestamp();
  const before = existing?.body.properties;
  Object.assign(body.properties, {
    scope: wanted.scope,
    createdOn: before?.["createdOn"] ?? now,
    updatedOn: now,
    ...(before?.["createdBy"] !== undefined && { createdBy: before["createdBy"] }),
  });
  setDefaults(body.properties, {
    principalType: "ServicePrincipal",
    condition: null,
    conditionVersion: null,
    delegatedManagedIdentityResourceId: null,
    description: null,
  });
  delete body.properties["provisioningState"];
}

interface Assignment {
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly scope: string;
}

function readAssignment(id: string, properties: JsonObject): Assignment {
  const principalId = textAt(properties, "principalId");
  const roleDefinitionId = textAt(properties, "roleDefinitionId");
  if (principalId === undefined || roleDefinitionId === undefined) {
    throw new ArmError(400, "BadRequestFormat", "The request was incorrectly formatted.");
  }
  const at = id.toLowerCase().lastIndexOf("/providers/");
  return { principalId, roleDefinitionId, scope: at <= 0 ? "/" : id.slice(0, at) };
}

function hasTwin(world: World, ownId: string, { principalId, roleDefinitionId, scope }: Assignment): boolean {
  for (const { body } of world.store.ofType(ROLE_ASSIGNMENT_TYPE)) {
    const { properties } = body;
    const isTwin =
      textAt(properties, "principalId") === principalId &&
      sameRole(textAt(properties, "roleDefinitionId") ?? "", roleDefinitionId) &&
      sameResource(textAt(properties, "scope") ?? "", scope);
    if (isTwin && !sameResource(body.id, ownId)) return true;
  }
  return false;
}

/** What tells an assignment from others stays; its condition and description may change. */
function keepIdentity({ body }: StoredResource, { principalId, roleDefinitionId }: Assignment): void {
  const isSame =
    textAt(body.properties, "principalId") === principalId &&
    sameRole(textAt(body.properties, "roleDefinitionId") ?? "", roleDefinitionId);
  if (isSame) return;
  throw new ArmError(
    400,
    "RoleAssignmentUpdateNotPermitted",
    "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
  );
}

/** A role is told with the subscription that it is assigned in, or without: its name alone counts. */
function sameRole(one: string, other: string): boolean {
  return resourceNameOf(one).toLowerCase() === resourceNameOf(other).toLowerCase();
}

function requireRole(world: World, roleDefinitionId: string): void {
  if (world.settings.profile === "replay" || rightsOf(world, roleDefinitionId) !== undefined) return;
  throw roleDefinitionDoesNotExist(resourceNameOf(roleDefinitionId));
}

/** Azure looks a principal up unless it is told its type, and does not see one that was just made. */
function requirePrincipal(world: World, principalId: string, toldType: string | undefined): void {
  if (world.settings.profile === "replay") return;
  const isSeen = world.directory.hasReplicated(principalId);
  if (isSeen && toldType !== undefined && toldType.toLowerCase() !== "serviceprincipal") {
    throw unmatchedType(principalId, toldType);
  }
  if (isSeen || toldType !== undefined) return;
  throw new ArmError(
    400,
    "PrincipalNotFound",
    `Principal ${principalId.replaceAll("-", "")} does not exist in the directory ${world.settings.tenantId}.`,
  );
}

function unmatchedType(principalId: string, toldType: string): ArmError {
  return new ArmError(
    400,
    "UnmatchedPrincipalType",
    `The PrincipalId '${principalId}' has type 'ServicePrincipal', which is different from specified PrincipalType '${toldType}'.`,
  );
}

function requireRoom(world: World, id: string): void {
  const subscription = /^\/subscriptions\/[^/]+/i.exec(id)?.[0];
  if (subscription === undefined) return;
  let count = 0;
  for (const _assignment of world.store.ofType(ROLE_ASSIGNMENT_TYPE, subscription)) count++;
  if (count < SUBSCRIPTION_LIMIT) return;
  throw new ArmError(
    400,
    "RoleAssignmentLimitExceeded",
    "No more role assignments can be created: the limit of the subscription is exceeded " +
      `(existing: ${count}, limit: ${SUBSCRIPTION_LIMIT}).`,
  );
}
