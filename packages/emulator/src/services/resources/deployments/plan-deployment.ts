import { ArmError } from "../../../arm/arm-error.ts";
import { isObject, objectAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { evaluateTemplate, invalidTemplate } from "./evaluate-template.ts";
import { orderResources } from "./order-resources.ts";
import { readResources, type PlannedResource } from "./planned-resource.ts";
import { scopeId, type DeploymentScope, type TemplateContext } from "./template-context.ts";
import { readParameters } from "./template-parameters.ts";

/** What a client asked to deploy, and where. */
export interface DeploymentRequest {
  readonly scope: DeploymentScope;
  readonly name: string;
  /** `properties` of the deployment as sent: template, parameters, mode. */
  readonly properties: JsonObject;
}

/** A deployment, understood: plain data, so that it survives a restart half done. */
export interface DeploymentPlan {
  readonly scope: DeploymentScope;
  readonly name: string;
  readonly mode: "Incremental" | "Complete";
  readonly template: JsonObject;
  readonly parameters: JsonObject;
  readonly shownParameters: JsonObject;
  /** Where template and parameters came from, when they were linked to. */
  readonly links: JsonObject;
  readonly variables: JsonObject;
  readonly symbols: Readonly<Record<string, string>>;
  /** In the order of what needs what. */
  readonly resources: readonly PlannedResource[];
}

/**
 * Understands a deployment: parameters, resources with their ids, what needs what. Nothing is written.
 *
 * @throws ArmError (`InvalidTemplate`, `InvalidContentLink`, `NoRegisteredProviderFound`) as Azure refuses.
 */
export function planDeployment(world: World, request: DeploymentRequest): DeploymentPlan {
  const { scope, name, properties } = request;
  const template = readTemplate(world, properties);
  const variables = objectAt(template, "variables");
  const bare = { world, scope, deploymentName: name, variables, symbols: {} };
  const { values, shown } = readParameters(template, objectAt(properties, "parameters"), bare);
  const { resources, symbols } = readResources(template, { ...bare, parameters: values });
  if (world.settings.profile !== "replay") for (const resource of resources) requireServed(world, resource);
  return {
    scope,
    name,
    mode: textAt(properties, "mode")?.toLowerCase() === "complete" ? "Complete" : "Incremental",
    template,
    parameters: values,
    shownParameters: shown,
    links: linksOf(properties),
    variables,
    symbols,
    resources: orderResources(resources),
  };
}

/** What the expressions of a plan can see. */
export function contextOf(world: World, plan: DeploymentPlan): TemplateContext {
  const { scope, name, parameters, variables, symbols } = plan;
  return { world, scope, deploymentName: name, parameters, variables, symbols };
}

/** The outputs of a plan whose resources are there. Names come back with their first letters in Azure's odd case. */
export function outputsOf(world: World, plan: DeploymentPlan): JsonObject | undefined {
  const declared = objectAt(plan.template, "outputs");
  const names = Object.keys(declared);
  if (names.length === 0) return undefined;
  const context = contextOf(world, plan);
  return Object.fromEntries(
    names.map((name) => {
      const { type, value } = objectAt(declared, name);
      const kind = typeof type === "string" ? type.slice(0, 1).toUpperCase() + type.slice(1) : "String";
      return [name, { type: kind, value: evaluateTemplate(value ?? null, context) }];
    }),
  );
}

/** Which providers and types a plan touches, as answers show it. */
export function shownProviders({ resources }: DeploymentPlan): JsonObject[] {
  const namespaces = [...new Set(resources.map(({ type }) => type.split("/")[0]!))];
  return namespaces.map((namespace) => {
    const types = resources.filter(({ type }) => type.startsWith(`${namespace}/`));
    const names = [...new Set(types.map(({ type }) => type.slice(namespace.length + 1)))];
    return {
      namespace,
      resourceTypes: names.map((resourceType) => ({
        resourceType,
        locations: [...new Set(types.filter(({ type }) => type.endsWith(`/${resourceType}`)).map(locationOf))],
      })),
    };
  });
}

/** What needs what in a plan, as answers show it. */
export function shownDependencies({ resources }: DeploymentPlan): JsonObject[] {
  const describe = ({ id, type, name }: PlannedResource): JsonObject => ({
    id,
    resourceType: type,
    resourceName: name,
  });
  return resources
    .filter(({ dependsOn }) => dependsOn.length > 0)
    .map((resource) => ({
      dependsOn: resource.dependsOn.map((key) => describe(resources.find((other) => other.key === key)!)),
      ...describe(resource),
    }));
}

function locationOf({ location }: PlannedResource): string | null {
  return location ?? null;
}

function readTemplate(world: World, properties: JsonObject): JsonObject {
  const { template, templateLink } = properties;
  if (isObject(template)) return template;
  if (templateLink === undefined) throw invalidTemplate("The template is missing");
  // What a replayed client linked to cannot be fetched: it deploys nothing, as far as this world knows.
  if (world.settings.profile === "replay") return { parameters: {}, resources: [] };
  throw new ArmError(
    400,
    "InvalidContentLink",
    `Unable to download deployment content from '${textAt(objectAt(properties, "templateLink"), "uri") ?? ""}'.`,
  );
}

function linksOf(properties: JsonObject): JsonObject {
  const linked = ["templateLink", "parametersLink"].filter((member) => isObject(properties[member]));
  return Object.fromEntries(
    linked.map((member) => [member, { contentVersion: "1.0.0.0", ...objectAt(properties, member) }]),
  );
}

function requireServed(world: World, { type, raw }: PlannedResource): void {
  if (world.types.get(type) !== undefined) return;
  throw new ArmError(
    400,
    "NoRegisteredProviderFound",
    `No registered resource provider found for API version '${textAt(raw, "apiVersion") ?? ""}' for type '${type}'.`,
  );
}

/** Id of the deployment that a plan belongs to. */
export function deploymentIdOf({ scope, name }: Pick<DeploymentPlan, "scope" | "name">): string {
  return `${scopeId(scope)}/providers/Microsoft.Resources/deployments/${name}`;
}
