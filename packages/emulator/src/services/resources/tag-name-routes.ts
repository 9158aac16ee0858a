import { ArmError } from "../../arm/arm-error.ts";
import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import { defineResourceType, type ResourceType } from "../../arm/resource-type.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { isObject, type JsonObject } from "../../json/json.ts";
import type { World } from "../../world/world.ts";

const LIST = "/subscriptions/{subscriptionId}/tagNames";
const NAME = `${LIST}/{tagName}`;
const VALUE = `${NAME}/tagValues/{tagValue}`;

/** Tag names that were declared before any resource had them. */
export const tagNameType: ResourceType = defineResourceType({
  type: "Microsoft.Resources/tagNames",
  apiVersions: ["2024-11-01", "2021-04-01", "2016-09-01"],
  kind: "proxy",
});

/** The subscription's tag names and values: declared ones, and those that resources have. */
export const tagNameRoutes: readonly ArmRoute[] = [
  { method: "GET", path: LIST, handle: listNames },
  { method: "PUT", path: NAME, handle: putName },
  { method: "DELETE", path: NAME, handle: deleteName },
  { method: "PUT", path: VALUE, handle: putValue },
  { method: "DELETE", path: VALUE, handle: deleteValue },
];

/** Values of a tag name, each with the number of resources that have it. */
type TagCounts = Map<string, { readonly spelled: string; readonly values: Map<string, number> }>;

function listNames(request: ArmRequest, world: World): ArmResponse {
  const counts = countTags(request, world);
  return { status: 200, body: { value: [...counts.values()].map(({ spelled }) => nameBody(request, world, spelled)) } };
}

function putName(request: ArmRequest, world: World): ArmResponse {
  const isNew = !countTags(request, world).has(nameOf(request).toLowerCase());
  declare(request, world, declaredValues(request, world));
  return { status: isNew ? 201 : 200, body: nameBody(request, world, nameOf(request)) };
}

function deleteName(request: ArmRequest, world: World): ArmResponse {
  if (!world.store.has(idOf(request))) return { status: 204 };
  world.store.remove(idOf(request));
  return { status: 200 };
}

function putValue(request: ArmRequest, world: World): ArmResponse {
  const values = countTags(request, world).get(nameOf(request).toLowerCase())?.values;
  if (values === undefined) throw tagNameNotFound(nameOf(request));
  const value = request.parameters["tagValue"]!;
  declare(request, world, [...declaredValues(request, world).filter((other) => other !== value), value]);
  return { status: values.has(value) ? 200 : 201, body: valueBody(request, value, values.get(value) ?? 0) };
}

function deleteValue(request: ArmRequest, world: World): ArmResponse {
  if (!world.store.has(idOf(request))) return { status: 204 };
  const value = request.parameters["tagValue"]!;
  declare(
    request,
    world,
    declaredValues(request, world).filter((other) => other !== value),
  );
  return { status: 200 };
}

function countTags(request: ArmRequest, world: World): TagCounts {
  const counts: TagCounts = new Map();
  for (const { body } of world.store.below(subscriptionOf(request))) {
    if (body.type === tagNameType.type) {
      for (const value of ["", ...valuesOf(body)]) count(counts, [body.name, value], 0);
    }
    for (const tag of Object.entries(body.tags ?? {})) count(counts, tag, 1);
  }
  return counts;
}

function count(counts: TagCounts, [name, value]: readonly [string, string], by: number): void {
  const entry = counts.get(name.toLowerCase()) ?? { spelled: name, values: new Map<string, number>() };
  counts.set(name.toLowerCase(), entry);
  if (value !== "" || by > 0) entry.values.set(value, (entry.values.get(value) ?? 0) + by);
}

function nameBody(request: ArmRequest, world: World, name: string): JsonObject {
  const values = [...(countTags(request, world).get(name.toLowerCase())?.values ?? [])];
  return {
    id: `${subscriptionOf(request)}/tagNames/${name}`,
    tagName: name,
    count: {
      type: values.length > 1 ? "Partial" : "Total",
      value: values.reduce((sum, [, number]) => sum + number, 0),
    },
    values: values.map(([value, number]) => valueBody(request, value, number, name)),
  };
}

// oxlint-disable-next-line max-params -- a value within its name: which, how often, of what
function valueBody(request: ArmRequest, tagValue: string, value: number, name = nameOf(request)): JsonObject {
  const id = `${subscriptionOf(request)}/tagNames/${name}/tagValues/${tagValue}`;
  return { id, tagValue, count: { type: "Total", value } };
}

function declare(request: ArmRequest, world: World, tagValues: readonly string[]): void {
  const body = { id: idOf(request), name: nameOf(request), type: tagNameType.type };
  world.store.put({ body: { ...body, properties: { tagValues: [...tagValues] } } });
}

function declaredValues(request: ArmRequest, world: World): string[] {
  return valuesOf(world.store.get(idOf(request))?.body);
}

function valuesOf(body: JsonObject | undefined): string[] {
  const values = isObject(body?.["properties"]) ? body["properties"]["tagValues"] : undefined;
  return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
}

function nameOf({ parameters }: ArmRequest): string {
  return parameters["tagName"]!;
}

function subscriptionOf({ parameters }: ArmRequest): string {
  return `/subscriptions/${parameters["subscriptionId"]}`;
}

function idOf(request: ArmRequest): string {
  return `${subscriptionOf(request)}/tagNames/${nameOf(request)}`;
}

function tagNameNotFound(name: string): ArmError {
  return new ArmError(404, "SubscriptionTagNameNotFound", `Subscription tag name '${name}' could not be found.`);
}
