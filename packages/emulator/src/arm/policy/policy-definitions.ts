import { objectAt, textAt, type Json, type JsonObject } from "../../json/json.ts";
import type { World } from "../../world/world.ts";

/** Type of policy definitions. */
export const POLICY_DEFINITION_TYPE = "Microsoft.Authorization/policyDefinitions";

/** Type of policy assignments. */
export const POLICY_ASSIGNMENT_TYPE = "Microsoft.Authorization/policyAssignments";

/** A policy definition's document. */
export interface PolicyDefinition {
  readonly id: string;
  readonly name: string;
  readonly properties: JsonObject;
}

/** Some of Azure's built-in policies, with its ids (Azure Policy built-in definitions). */
export const BUILT_IN_POLICIES: readonly PolicyDefinition[] = [
  builtIn("6c112d4e-5bc7-47ae-a041-ea2d9dccd749", "Not allowed resource types", {
    mode: "All",
    parameters: { listOfResourceTypesNotAllowed: { type: "Array" }, effect: { type: "String", defaultValue: "Deny" } },
    policyRule: ruleOf(
      { field: "type", in: "[parameters('listOfResourceTypesNotAllowed')]" },
      "[parameters('effect')]",
    ),
  }),
  builtIn("871b6d14-10aa-478d-b590-94f262ecfa99", "Require a tag on resources", {
    mode: "Indexed",
    parameters: { tagName: { type: "String" } },
    policyRule: ruleOf({ field: "[concat('tags[', parameters('tagName'), ']')]", exists: "false" }, "deny"),
  }),
  builtIn("1e30110a-5ceb-460c-a204-c1c3969c6d62", "Require a tag and its value on resources", {
    mode: "Indexed",
    parameters: { tagName: { type: "String" }, tagValue: { type: "String" } },
    policyRule: ruleOf(
      { not: { field: "[concat('tags[', parameters('tagName'), ']')]", equals: "[parameters('tagValue')]" } },
      "deny",
    ),
  }),
  builtIn("e56962a6-4747-49cd-b67b-bf8b01975c4c", "Allowed locations", {
    mode: "Indexed",
    parameters: { listOfAllowedLocations: { type: "Array" } },
    policyRule: ruleOf(
      {
        allOf: [
          { field: "location", notIn: "[parameters('listOfAllowedLocations')]" },
          { field: "location", notEquals: "global" },
        ],
      },
      "deny",
    ),
  }),
];

/** A definition of the world, or a built-in one, by its id. */
export function findPolicyDefinition(world: World, id: string): PolicyDefinition | undefined {
  const custom = world.store.get(id)?.body;
  if (custom?.type === POLICY_DEFINITION_TYPE) return { ...custom, properties: objectAt(custom, "properties") };
  return BUILT_IN_POLICIES.find((definition) => definition.id.toLowerCase() === id.toLowerCase());
}

/** Values of a definition's parameters: what an assignment says, else their defaults. */
export function parameterValues(definition: PolicyDefinition, assignment: JsonObject | undefined): JsonObject {
  const given = objectAt(assignment, "parameters");
  const declared = Object.keys(objectAt(definition.properties, "parameters"));
  return Object.fromEntries(
    declared.map((name): [string, Json | undefined] => {
      const own = objectAt(objectAt(definition.properties, "parameters"), name)["defaultValue"];
      return [name, objectAt(given, name)["value"] ?? own];
    }),
  );
}

/** The definition that an assignment names. */
export function definitionIdOf(assignment: JsonObject | undefined): string {
  return textAt(assignment, "policyDefinitionId") ?? "";
}

function builtIn(name: string, displayName: string, properties: JsonObject): PolicyDefinition {
  return {
    id: `/providers/${POLICY_DEFINITION_TYPE}/${name}`,
    name,
    properties: { displayName, policyType: "BuiltIn", description: displayName, metadata: {}, ...properties },
  };
}

function ruleOf(condition: JsonObject, effect: string): JsonObject {
  // oxlint-disable-next-line unicorn/no-thenable -- Azure's word for it; rules are data that nobody awaits
  return { if: condition, then: { effect } };
}
