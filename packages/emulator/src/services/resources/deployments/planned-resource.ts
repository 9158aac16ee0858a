import { normalizeLocation } from "../../../arm/locations.ts";
import { isObject, objectsAt, textAt, type Json, type JsonObject } from "../../../json/json.ts";
import { evaluateTemplate, invalidTemplate } from "./evaluate-template.ts";
import { scopeId, type TemplateContext } from "./template-context.ts";
import { textOf } from "./template-functions.ts";

/** A resource of a template whose place is known; its properties are evaluated when it is written. */
export interface PlannedResource {
  /** Symbolic name, or the id: what {@link dependsOn} speaks of. */
  readonly key: string;
  readonly id: string;
  readonly type: string;
  /** Names joined by slashes, as in the template. */
  readonly name: string;
  readonly location?: string;
  /** Keys of the resources that must be there first. */
  readonly dependsOn: readonly string[];
  /** As written in the template. */
  readonly raw: JsonObject;
}

/** The resources of a template that are to be written, and the ids of all that have a symbolic name. */
export function readResources(
  template: JsonObject,
  context: TemplateContext,
): { readonly resources: PlannedResource[]; readonly symbols: Record<string, string> } {
  const found = entriesOf(template["resources"]).flatMap(([symbol, raw]) => readOne(raw, context, { symbol }));
  const symbols = Object.fromEntries(found.flatMap(({ key, id }) => (key === id ? [] : [[key, id]])));
  const lenient = context.world.settings.profile === "replay";
  const deployed = found.filter(({ raw }) => raw["existing"] !== true);
  const resources = deployed.map(({ dependsOn, ...resource }) => {
    const needs = dependsOn.map((text) => ({ text, key: keyOf(text, deployed) }));
    const lost = needs.find(({ text, key }) => key === undefined && symbols[text] === undefined);
    if (lost !== undefined && !lenient) throw notInTemplate(lost.text);
    return { ...resource, dependsOn: [...new Set(needs.flatMap(({ key }) => (key === undefined ? [] : [key])))] };
  });
  return { resources, symbols };
}

interface Placement {
  readonly symbol?: string | undefined;
  readonly parent?: PlannedResource;
}

/** Resources are a list, or (language version 2.0) an object of symbolic names. */
function entriesOf(resources: Json | undefined): [string | undefined, JsonObject][] {
  if (Array.isArray(resources)) return resources.filter(isObject).map((raw) => [undefined, raw]);
  if (!isObject(resources)) return [];
  return Object.entries(resources).flatMap(([symbol, raw]) => (isObject(raw) ? [[symbol, raw]] : []));
}

function readOne(raw: JsonObject, context: TemplateContext, { symbol, parent }: Placement): PlannedResource[] {
  if (evaluateTemplate(raw["condition"] ?? true, context) === false) return [];
  refuseLoops(raw, context);
  const type = below(parent?.type, textAt(raw, "type") ?? "");
  const name = below(parent?.name, textOf(evaluateTemplate(raw["name"] ?? "", context)));
  const id = idOf({ type, name, raw }, context);
  const location = locationOf(raw, context);
  const planned: PlannedResource = {
    key: symbol ?? id,
    id,
    type,
    name,
    ...(location !== undefined && { location }),
    dependsOn: [...dependenciesOf(raw, context), ...(parent === undefined ? [] : [parent.key])],
    raw,
  };
  return [planned, ...objectsAt(raw, "resources").flatMap((child) => readOne(child, context, { parent: planned }))];
}

function locationOf(raw: JsonObject, context: TemplateContext): string | undefined {
  const { location } = raw;
  return location === undefined ? undefined : normalizeLocation(textOf(evaluateTemplate(location, context)));
}

function below(parent: string | undefined, own: string): string {
  return parent === undefined ? own : `${parent}/${own}`;
}

function refuseLoops(raw: JsonObject, { world }: TemplateContext): void {
  if (raw["copy"] === undefined || world.settings.profile === "replay") return;
  throw invalidTemplate("Resource loops ('copy') are not known to the local Azure");
}

function dependenciesOf(raw: JsonObject, context: TemplateContext): string[] {
  const { dependsOn } = raw;
  return Array.isArray(dependsOn) ? dependsOn.map((entry) => textOf(evaluateTemplate(entry, context))) : [];
}

function idOf(
  { type, name, raw }: { readonly type: string; readonly name: string; readonly raw: JsonObject },
  context: TemplateContext,
): string {
  const { scope } = context;
  const subscription = `/subscriptions/${scope.subscriptionId}`;
  if (isGroup(type)) return `${subscription}/resourceGroups/${name}`;
  const [provider = "", ...types] = type.split("/");
  const names = name.split("/");
  const path = types.flatMap((segment, index) => [segment, names[index] ?? ""]).join("/");
  return `${placeOf(raw, context)}/providers/${provider}/${path}`;
}

/** A resource may lie elsewhere than its deployment: in another group, or on another resource. */
function placeOf(raw: JsonObject, context: TemplateContext): string {
  const own = scopeId(context.scope);
  if (raw["resourceGroup"] !== undefined) {
    const resourceGroup = textOf(evaluateTemplate(raw["resourceGroup"], context));
    return scopeId({ ...context.scope, resourceGroup });
  }
  if (raw["scope"] === undefined) return own;
  const scope = textOf(evaluateTemplate(raw["scope"], context));
  if (scope.startsWith("/")) return scope === "/" ? "" : scope;
  const [provider = "", ...rest] = scope.split("/");
  return `${own}/providers/${provider}/${rest.join("/")}`;
}

/** Groups are the one type whose ids have no provider, except where templates speak of them. */
function isGroup(type: string): boolean {
  return type.toLowerCase() === "microsoft.resources/resourcegroups";
}

/** Which resource a `dependsOn` means: by symbol, by id, by the end of its id, or by name. */
function keyOf(text: string, resources: readonly PlannedResource[]): string | undefined {
  const wanted = text.toLowerCase();
  return resources.find(
    ({ key, id, type, name }) =>
      key === text ||
      id.toLowerCase() === wanted ||
      `${type}/${name}`.toLowerCase() === wanted ||
      id.toLowerCase().endsWith(`/providers/${wanted}`) ||
      (isGroup(type) && wanted.endsWith(`/providers/${type}/${name}`.toLowerCase())) ||
      name.toLowerCase() === wanted,
  )?.key;
}

function notInTemplate(text: string): Error {
  return invalidTemplate(`The resource '${text}' is not defined in the template`);
}
