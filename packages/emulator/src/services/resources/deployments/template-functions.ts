import { createHash } from "node:crypto";
import { resourceNameOf } from "@azlin/core";
import { viewResource } from "../../../arm/read-resource.ts";
import { isObject, mergeJson, type Json, type JsonObject } from "../../../json/json.ts";
import { scopeId, type TemplateContext, type TemplateValue } from "./template-context.ts";

/** A template function; arguments come evaluated. */
export type TemplateFunction = (args: readonly TemplateValue[], context: TemplateContext) => TemplateValue;

/** Functions of Resource Manager's templates, by lower-case name; those that need unevaluated arguments are elsewhere. */
export const TEMPLATE_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  // Scopes and resources
  resourceid: (args, context) => resourceIdOf(args.map(textOf), scopeId(context.scope)),
  subscriptionresourceid: (args, { scope }) => resourceIdOf(args.map(textOf), `/subscriptions/${scope.subscriptionId}`),
  extensionresourceid: ([of, ...rest]) => resourceIdOf(rest.map(textOf), textOf(of)),
  resourcegroup: (_args, { world, scope }) => {
    const id = scopeId(scope);
    const group = world.store.get(id)?.body;
    return { id, name: scope.resourceGroup ?? "", location: group?.location ?? "", tags: group?.tags ?? {} };
  },
  subscription: (_args, { scope, world }) => ({
    id: `/subscriptions/${scope.subscriptionId}`,
    subscriptionId: scope.subscriptionId,
    tenantId: world.settings.tenantId,
    displayName: "",
  }),
  tenant: (_args, { world }) => ({ tenantId: world.settings.tenantId }),
  deployment: (_args, { deploymentName }) => ({ name: deploymentName }),
  reference: ([target, , full], context) => referenceTo(textOf(target), full === "Full", context),
  // Texts
  concat: (args) => (Array.isArray(args[0]) ? args.flatMap((arg) => arg as Json[]) : args.map(textOf).join("")),
  format: ([pattern, ...args]) =>
    textOf(pattern).replaceAll(/\{(\d+)[^}]*\}/g, (_match, index: string) => textOf(args[Number(index)])),
  string: ([value]) => textOf(value),
  tolower: ([text]) => textOf(text).toLowerCase(),
  toupper: ([text]) => textOf(text).toUpperCase(),
  trim: ([text]) => textOf(text).trim(),
  replace: ([text, from, to]) => textOf(text).replaceAll(textOf(from), textOf(to)),
  substring: ([text, from, length]) =>
    textOf(text).slice(Number(from), length === undefined ? undefined : Number(from) + Number(length)),
  split: ([text, by]) => textOf(text).split(textOf(by)),
  join: ([list, by]) => listOf(list).map(textOf).join(textOf(by)),
  startswith: ([text, part]) => textOf(text).toLowerCase().startsWith(textOf(part).toLowerCase()),
  endswith: ([text, part]) => textOf(text).toLowerCase().endsWith(textOf(part).toLowerCase()),
  uniquestring: (args) => createHash("sha256").update(args.map(textOf).join("-")).digest("hex").slice(0, 13),
  guid: (args) => guidOf(args.map(textOf).join("-")),
  // Values
  int: ([value]) => Number(value),
  bool: ([value]) => textOf(value).toLowerCase() === "true",
  json: ([text]) => JSON.parse(textOf(text)) as Json,
  null: () => null,
  true: () => true,
  false: () => false,
  equals: ([left, right]) => sameValue(left, right),
  not: ([value]) => value !== true,
  and: (args) => args.every((arg) => arg === true),
  or: (args) => args.includes(true),
  coalesce: (args) => args.find((arg) => arg !== null && arg !== undefined) ?? null,
  // Lists and objects
  empty: ([value]) => sizeOf(value) === 0,
  length: ([value]) => sizeOf(value),
  contains: ([within, part]) => containsPart(within, part),
  first: ([value]) => (typeof value === "string" ? value.slice(0, 1) : listOf(value)[0]),
  last: ([value]) => (typeof value === "string" ? value.slice(-1) : listOf(value).at(-1)),
  take: ([value, count]) =>
    typeof value === "string" ? value.slice(0, Number(count)) : listOf(value).slice(0, Number(count)),
  createarray: (args) => args.map((arg) => arg ?? null),
  createobject: (args) =>
    Object.fromEntries(args.flatMap((key, index) => (index % 2 === 0 ? [[textOf(key), args[index + 1] ?? null]] : []))),
  union: (args) =>
    args.every(Array.isArray)
      ? args.flatMap((arg) => listOf(arg))
      : args.filter(isObject).reduce<JsonObject>((merged, arg) => mergeJson(merged, arg), {}),
  tryget: ([of, ...path]) => path.reduce<TemplateValue>((value, key) => memberOf(value, key) ?? null, of),
  // Time
  utcnow: (_args, { world }) => new Date(world.clock.now()).toISOString(),
};

/** The member `key` of an object, or the element of a list. */
export function memberOf(value: TemplateValue, key: TemplateValue): TemplateValue {
  if (Array.isArray(value)) return value[Number(key)];
  if (!isObject(value)) return undefined;
  const wanted = textOf(key).toLowerCase();
  const name = Object.keys(value).find((candidate) => candidate.toLowerCase() === wanted);
  return name === undefined ? undefined : value[name];
}

/** A value as text: objects and lists as JSON. */
export function textOf(value: TemplateValue): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** `resourceId([subscription,] [group,] type, name…)`: what comes before the type says where. */
function resourceIdOf(args: readonly string[], scope: string): string {
  const at = args.findIndex((arg) => /^[\w-]+(\.[\w-]+)+\//.test(arg));
  const places = args.slice(0, Math.max(0, at));
  const [provider = "", ...types] = (args[at] ?? "").split("/");
  const names = args.slice(at + 1).flatMap((name) => name.split("/"));
  const path = types.flatMap((type, index) => [type, names[index] ?? ""]).join("/");
  const subscription = places.length > 1 ? `/subscriptions/${places[0]}` : scope.split("/resourceGroups/")[0];
  const place = places.length === 0 ? scope : `${subscription}/resourceGroups/${places.at(-1)}`;
  return `${place}/providers/${provider}/${path}`;
}

function referenceTo(target: string, full: boolean, context: TemplateContext): TemplateValue {
  const { world, symbols } = context;
  const id = symbols[target] ?? target;
  const found = world.store.get(id) ?? inScope(id, context);
  if (found === undefined) return undefined;
  const body = viewResource(world, found);
  return full ? body : (body.properties ?? {});
}

/** A resource of the scope that is named by `type/name` or by its name alone. */
function inScope(
  name: string,
  { world, scope }: TemplateContext,
): ReturnType<TemplateContext["world"]["store"]["get"]> {
  const wanted = `/${name}`.toLowerCase();
  for (const resource of world.store.below(scopeId(scope))) {
    const id = resource.body.id.toLowerCase();
    if (id.endsWith(wanted) || resourceNameOf(id) === wanted.slice(1)) return resource;
  }
  return undefined;
}

function listOf(value: TemplateValue): Json[] {
  return Array.isArray(value) ? value : [];
}

function sizeOf(value: TemplateValue): number {
  if (value === null || value === undefined) return 0;
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return isObject(value) ? Object.keys(value).length : 1;
}

function containsPart(within: TemplateValue, part: TemplateValue): boolean {
  if (Array.isArray(within)) return within.some((entry) => sameValue(entry, part));
  return isObject(within) ? memberOf(within, part) !== undefined : textOf(within).includes(textOf(part));
}

function sameValue(left: TemplateValue, right: TemplateValue): boolean {
  if (typeof left === "string" && typeof right === "string") return left === right;
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}

function guidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
