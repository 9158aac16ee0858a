import { resourceKey } from "@azlin/core";
import { objectAt, textAt, textsAt, type JsonObject } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { ArmError } from "../arm-error.ts";
import { RESOURCE_GROUP_TYPE } from "../resource-groups.ts";
import { conditionHolds } from "./policy-condition.ts";
import {
  definitionIdOf,
  findPolicyDefinition,
  parameterValues,
  POLICY_ASSIGNMENT_TYPE,
  type PolicyDefinition,
} from "./policy-definitions.ts";
import { evaluateRuleValue, textOf, type PolicyContext } from "./policy-expression.ts";
import type { PolicySubject } from "./policy-subject.ts";

/** Effects that refuse something: a write, or an action that the policy names. */
type RefusingEffect = "deny" | "denyaction";

/** Holds a write to the policies that deny. @throws ArmError (`RequestDisallowedByPolicy`). */
export function requireAllowedWrite(world: World, body: ArmResource): void {
  refuseBy(world, body, "deny");
}

/** Holds a deletion to the policies that deny it. @throws ArmError (`RequestDisallowedByPolicy`). */
export function requireAllowedDelete(world: World, { body }: StoredResource): void {
  refuseBy(world, body, "denyaction");
}

function refuseBy(world: World, body: ArmResource, effect: RefusingEffect): void {
  const subject = subjectOf(world, body);
  const refusing = policiesAt(world, body.id).filter((policy) => isRefusedBy(policy, subject, effect));
  if (refusing.length > 0) throw disallowed(body, refusing);
}

/** A policy where it is assigned. */
interface AssignedPolicy {
  readonly assignment: ArmResource;
  readonly definition: PolicyDefinition;
}

/** The policies in force at a resource. */
function policiesAt(world: World, id: string): AssignedPolicy[] {
  const place = `${resourceKey(id)}/`;
  const isAround = (scope: string): boolean => place.startsWith(`${resourceKey(scope)}/`);
  return [...world.store.ofType(POLICY_ASSIGNMENT_TYPE)].flatMap(({ body }) => {
    const { properties } = body;
    const isMeant =
      isAround(textAt(properties, "scope") ?? "") &&
      properties?.["enforcementMode"] !== "DoNotEnforce" &&
      !textsAt(properties, "notScopes").some(isAround);
    const definition = isMeant ? findPolicyDefinition(world, definitionIdOf(properties)) : undefined;
    return definition === undefined ? [] : [{ assignment: body, definition }];
  });
}

function subjectOf(world: World, body: ArmResource): PolicySubject {
  const isGroup = body.type === RESOURCE_GROUP_TYPE;
  return {
    body,
    type: isGroup ? "Microsoft.Resources/subscriptions/resourceGroups" : body.type,
    isIndexed: !isGroup && world.types.get(body.type)?.kind !== "proxy",
  };
}

function isRefusedBy(policy: AssignedPolicy, subject: PolicySubject, effect: RefusingEffect): boolean {
  const { properties } = policy.definition;
  if (textAt(properties, "mode")?.toLowerCase() !== "all" && !subject.isIndexed) return false;
  const rule = objectAt(properties, "policyRule");
  const context: PolicyContext = {
    subject,
    parameters: parameterValues(policy.definition, policy.assignment.properties),
  };
  if (!hasEffect(objectAt(rule, "then"), effect, context)) return false;
  return conditionHolds(rule["if"], context);
}

function hasEffect(then: JsonObject, effect: RefusingEffect, context: PolicyContext): boolean {
  if (textOf(evaluateRuleValue(then["effect"], context)).toLowerCase() !== effect) return false;
  if (effect === "deny") return true;
  return textsAt(objectAt(then, "details"), "actionNames").some((action) => action.toLowerCase() === "delete");
}

function disallowed({ name }: ArmResource, policies: readonly AssignedPolicy[]): ArmError {
  const identifiers = policies.map(({ assignment, definition }) => ({
    policyAssignment: { name: displayName(assignment), id: assignment.id },
    policyDefinition: { name: displayName(definition), id: definition.id },
  }));
  return new ArmError(
    403,
    "RequestDisallowedByPolicy",
    `Resource '${name}' was disallowed by policy. Policy identifiers: '${JSON.stringify(identifiers)}'.`,
    {
      target: name,
      additionalInfo: policies.map(({ assignment, definition }) => ({
        type: "PolicyViolation",
        info: {
          policyDefinitionDisplayName: displayName(definition),
          policyDefinitionId: definition.id,
          policyDefinitionName: definition.name,
          policyAssignmentName: assignment.name,
          policyAssignmentDisplayName: displayName(assignment),
          policyAssignmentId: assignment.id,
          policyAssignmentScope: textAt(assignment.properties, "scope"),
        },
      })),
    },
  );
}

function displayName({ name, properties }: { readonly name: string; readonly properties?: JsonObject }): string {
  return textAt(properties, "displayName") ?? name;
}
