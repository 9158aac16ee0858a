import { ArmError } from "../../../arm/arm-error.ts";
import { checkCondition } from "../../../arm/policy/policy-condition.ts";
import { POLICY_DEFINITION_TYPE } from "../../../arm/policy/policy-definitions.ts";
import { PolicyRuleError, textOf, unknownFunctions } from "../../../arm/policy/policy-expression.ts";
import { defineResourceType, type ResourceType, type WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, setDefaults, type JsonObject } from "../../../json/json.ts";

const EFFECTS = new Set(["deny", "denyaction", "audit", "disabled"]);

/** Policy definitions of a subscription: rules that are not understood are refused, not ignored. */
export const policyDefinitionType: ResourceType = defineResourceType({
  type: POLICY_DEFINITION_TYPE,
  apiVersions: ["2025-03-01", "2023-04-01", "2021-06-01", "2020-09-01", "2018-05-01"],
  kind: "proxy",
  scope: "extension",
  write: { created: 201, updated: 201, answer: "none" },
  remove: { status: 200, answer: "none" },
  prepare: prepareDefinition,
});

function prepareDefinition({ body }: WriteDraft): void {
  const { properties } = body;
  try {
    checkRule(objectAt(properties, "policyRule"));
  } catch (error) {
    if (!(error instanceof PolicyRuleError)) throw error;
    throw new ArmError(
      400,
      "InvalidPolicyRule",
      `The policy rule of definition '${body.name}' cannot be enforced by the local Azure: ${error.message}`,
    );
  }
  setDefaults(properties, { mode: "Indexed", parameters: {}, metadata: {} });
  properties["policyType"] = "Custom";
}

function checkRule(rule: JsonObject): void {
  checkCondition(rule["if"]);
  const unknown = unknownFunctions(rule);
  if (unknown.length > 0) throw new PolicyRuleError(`It uses ${unknown.join(", ")}.`);
  const effect = textOf(objectAt(rule, "then")["effect"]).toLowerCase();
  if (!EFFECTS.has(effect) && !effect.startsWith("[")) throw new PolicyRuleError(`Its effect is '${effect}'.`);
}
