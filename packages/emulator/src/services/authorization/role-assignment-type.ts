import { parseResourceId, sameResource } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import { ROLE_ASSIGNMENT_TYPE } from "../../arm/authorization.ts";
import { defineResourceType, type ResourceType, type WriteDraft } from "../../arm/resource-type.ts";
import { textAt } from "../../json/json.ts";

/** Role assignments: at any scope, unique in principal, role and scope, working after the propagation time. */
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
  const { body, world } = draft;
  const principalId = textAt(body.properties, "principalId");
  const roleDefinitionId = textAt(body.properties, "roleDefinitionId");
  if (principalId === undefined || roleDefinitionId === undefined) {
    throw new ArmError(400, "BadRequestFormat", "The request was incorrectly formatted.");
  }
  const scope = parseResourceId(body.id).scope ?? scopeOf(body.id);
  const twin = [...world.store.ofType(ROLE_ASSIGNMENT_TYPE)].find(
    ({ body: other }) =>
      !sameResource(other.id, body.id) &&
      textAt(other.properties, "principalId") === principalId &&
      sameResource(textAt(other.properties, "roleDefinitionId") ?? "", roleDefinitionId) &&
      sameResource(textAt(other.properties, "scope") ?? "", scope),
  );
  if (twin !== undefined) throw new ArmError(409, "RoleAssignmentExists", "The role assignment already exists.");
  if (world.settings.profile !== "replay" && world.directory.byObjectId(principalId) === undefined) {
    throw principalNotFound(principalId, world.settings.tenantId);
  }
  const now = world.clock.timestamp();
  Object.assign(body.properties, { scope, createdOn: now, updatedOn: now, createdBy: "", updatedBy: "" });
  body.properties["principalType"] ??= "ServicePrincipal";
  delete body.properties["provisioningState"];
}

function scopeOf(id: string): string {
  const at = id.toLowerCase().lastIndexOf("/providers/");
  return at <= 0 ? "/" : id.slice(0, at);
}

function principalNotFound(principalId: string, tenantId: string): ArmError {
  return new ArmError(
    400,
    "PrincipalNotFound",
    `Principal ${principalId.replaceAll("-", "")} does not exist in the directory ${tenantId}.`,
  );
}
