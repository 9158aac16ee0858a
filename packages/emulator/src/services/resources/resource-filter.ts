import { ArmError } from "../../arm/arm-error.ts";
import type { StoredResource } from "../../world/resource-store.ts";

/** Whether a resource belongs into the list. */
export type ResourceFilter = (resource: StoredResource) => boolean;

const TERM = /^(\w+)\s+(eq|ne)\s+'((?:[^']|'')*)'$/i;
const FUNCTION = /^(startswith|substringof)\(\s*(.+?)\s*,\s*(.+?)\s*\)$/i;

/**
 * Reads the `$filter` that resource and group lists understand: `resourceType`, `name`, `resourceGroup`, `location`,
 * `tagName`, `tagValue` with `eq`/`ne`, `startswith(tagName, 'x')`, `substringof('x', name)`, joined by `and`.
 *
 * @throws ArmError (`InvalidFilterInQueryString`) for anything else.
 */
export function parseResourceFilter(filter: string | undefined): ResourceFilter {
  if (filter === undefined || filter.trim() === "") return () => true;
  const terms = splitTerms(filter).map((term) => readTerm(term, filter));
  const tagName = terms.find((term) => term.field === "tagname" && term.operator === "eq")?.value;
  return (resource) => terms.every((term) => holds(term, resource, tagName));
}

interface Term {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

function splitTerms(filter: string): string[] {
  const terms: string[] = [];
  let term = "";
  let quoted = false;
  for (const word of filter.trim().split(/(\s+)/)) {
    if (!quoted && word.toLowerCase() === "and") {
      terms.push(term.trim());
      term = "";
      continue;
    }
    if ((word.match(/'/g)?.length ?? 0) % 2 === 1) quoted = !quoted;
    term += word;
  }
  return [...terms, term.trim()];
}

function readTerm(text: string, filter: string): Term {
  const bare = text.replace(/^\((.*)\)$/, "$1");
  const term = readComparison(bare) ?? readFunction(bare);
  if (term === undefined) throw invalidFilter(filter);
  return term;
}

function readComparison(text: string): Term | undefined {
  const match = TERM.exec(text);
  if (match === null) return undefined;
  const [, field = "", operator = "", value = ""] = match;
  return { field: field.toLowerCase(), operator: operator.toLowerCase(), value: value.replaceAll("''", "'") };
}

function readFunction(text: string): Term | undefined {
  const [, name = "", ...given] = FUNCTION.exec(text) ?? [];
  const quoted = given.find((argument) => argument.startsWith("'"));
  const property = given.find((argument) => !argument.startsWith("'"));
  if (quoted === undefined || property === undefined) return undefined;
  return { field: property.toLowerCase(), operator: name.toLowerCase(), value: quoted.slice(1, -1) };
}

function holds(term: Term, resource: StoredResource, tagName: string | undefined): boolean {
  if (term.field === "tagname") return Object.keys(resource.body.tags ?? {}).some((name) => compare(term, name));
  if (term.field === "tagvalue") {
    return Object.entries(resource.body.tags ?? {}).some(
      ([name, value]) =>
        (tagName === undefined || name.toLowerCase() === tagName.toLowerCase()) && compare(term, value, true),
    );
  }
  return compare(term, fieldOf(term.field, resource));
}

function fieldOf(field: string, { body }: StoredResource): string {
  switch (field) {
    case "resourcetype":
      return body.type;
    case "resourcegroup":
      return body.id.split("/")[4] ?? "";
    case "name":
      return body.name;
    case "location":
      return body.location ?? "";
    default:
      throw invalidFilter(field);
  }
}

function compare({ operator, value }: Term, actual: string, exact = false): boolean {
  const [left, right] = exact ? [actual, value] : [actual.toLowerCase(), value.toLowerCase()];
  switch (operator) {
    case "eq":
      return left === right;
    case "ne":
      return left !== right;
    case "startswith":
      return left.startsWith(right);
    default:
      return left.includes(right);
  }
}

function invalidFilter(filter: string): ArmError {
  return new ArmError(400, "InvalidFilterInQueryString", `Invalid $filter '${filter}' specified in the query string.`);
}
