import { ArmError } from "../../../arm/arm-error.ts";
import {
  definitionIdOf,
  findPolicyDefinition,
  parameterValues,
  POLICY_ASSIGNMENT_TYPE,
} from "../../../arm/policy/policy-definitions.ts";
import { defineResourceType, type ResourceType, type WriteDraft } from "../../../arm/resource-type.ts";
import { setDefaults } from "../../../json/json.ts";
import { policyDefinitionNotFound } from "./policy-definition-routes.ts";

/** Policy assignments: a policy in force at a subscription, group or resource and below it. */
export const policyAssignmentType: ResourceType = defineResourceType({
  type: POLICY_ASSIGNMENT_TYPE,
  apiVersions: ["2025-03-01", "2023-04-01", "2022-06-01", "2020-09-01", "2018-05-01"],
  kind: "proxy",
  scope: "extension",
  write: { created: 201, updated: 201, answer: "none" },
  remove: { status: 200, answer: "none" },
  prepare: prepareAssignment,
});

function prepareAssignment({ body, world }: WriteDraft): void {
  const { properties } = body;
  const definitionId = definitionIdOf(properties);
  const definition = findPolicyDefinition(world, definitionId);
  if (definition === undefined) throw policyDefinitionNotFound(definitionId.split("/").at(-1) ?? "");
  const missing = Object.entries(parameterValues(definition, properties)).filter(([, value]) => value === undefined);
  if (missing.length > 0) {
    throw new ArmError(
      400,
      "MissingPolicyParameter",
      `The policy assignment '${body.name}' is missing the parameter(s) ` +
        `'${missing.map(([name]) => name).join(", ")}' as defined in the policy definition '${definition.name}'.`,
    );
  }
  properties["scope"] = body.id.slice(0, body.id.toLowerCase().lastIndexOf("/providers/"));
  setDefaults(properties, { enforcementMode: "Default", notScopes: [], parameters: {}, metadata: {} });
}
