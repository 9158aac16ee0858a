import { ArmError } from "../../arm/arm-error.ts";

/** Microsoft.Authorization's refusals about role definitions. */

export function roleDefinitionDoesNotExist(name: string): ArmError {
  return new ArmError(
    404,
    "RoleDefinitionDoesNotExist",
    `The specified role definition with ID '${name}' does not exist.`,
  );
}

export function badRequestFormat(reason: string): ArmError {
  return new ArmError(400, "BadRequestFormat", `The request was incorrectly formatted. ${reason}`);
}

export function sameRoleName(roleName: string): ArmError {
  return new ArmError(
    409,
    "RoleDefinitionWithSameNameExists",
    `A custom role with the same name '${roleName}' already exists in this directory. Please use a different name.`,
  );
}

export function roleHasAssignments(): ArmError {
  return new ArmError(
    400,
    "RoleDefinitionHasAssignments",
    "There are existing role assignments referencing role. Delete these role assignments before deleting the role.",
  );
}

export function tooManyRoles(limit: number): ArmError {
  return new ArmError(
    400,
    "RoleDefinitionLimitExceeded",
    `No more role definitions can be created: the limit of ${limit} custom roles in the directory is reached.`,
  );
}
