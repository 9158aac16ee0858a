import type { JsonObject } from "../../../json/json.ts";
import { badRequest, unsupportedQuery } from "../graph-errors.ts";
import { isEventual, type GraphRequest } from "../graph-request.ts";
import { isAdvanced } from "./filter.ts";
import { matchesFilter } from "./matches-filter.ts";
import { parseFilter } from "./parse-filter.ts";
import { parseSearch } from "./search.ts";

const PAGE_SIZE = { least: 1, standard: 100, most: 999 };
const PARAMETERS = new Set(["$filter", "$search", "$count", "$select", "$top", "$orderby", "$skiptoken"]);
const NEEDS_EVENTUAL =
  "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'";

/** What of a collection is wanted. */
export interface ListQuery {
  readonly matches: (document: JsonObject) => boolean;
  readonly select: readonly string[] | undefined;
  readonly order: { readonly property: string; readonly descending: boolean } | undefined;
  readonly top: number;
  /** Elements to leave out, being on pages before. */
  readonly skip: number;
  /** Whether the answer is to tell how many there are in all. */
  readonly isCounted: boolean;
}

/**
 * Reads the query of a list.
 *
 * @throws GraphError (`Request_BadRequest`, `Request_UnsupportedQuery`) for what Graph does not answer, or answers only
 * with `ConsistencyLevel: eventual`.
 */
export function readListQuery(request: GraphRequest): ListQuery {
  const { query } = request;
  for (const name of query.keys()) {
    if (name.startsWith("$") && !PARAMETERS.has(name))
      throw unsupportedQuery(`The query option '${name}' is not supported.`);
  }
  return {
    matches: readConditions(request),
    select: readSelect(query),
    order: readOrder(request),
    top: readTop(query.get("$top")),
    skip: readSkip(query.get("$skiptoken")),
    isCounted: isEventual(request) && query.get("$count")?.toLowerCase() === "true",
  };
}

/** Members that the answer is to hold; `undefined` for all. */
export function readSelect(query: ReadonlyMap<string, string>): readonly string[] | undefined {
  const select = query.get("$select");
  if (select === undefined || select.trim() === "" || select.trim() === "*") return undefined;
  return select.split(",").map((member) => member.trim());
}

function readConditions(request: GraphRequest): (document: JsonObject) => boolean {
  const search = request.query.get("$search");
  if (search !== undefined && !isEventual(request)) throw unsupportedQuery(NEEDS_EVENTUAL);
  const filter = readFilter(request);
  const finds = search === undefined ? undefined : parseSearch(search);
  return (document) =>
    (filter === undefined || matchesFilter(filter, document)) && (finds === undefined || finds(document));
}

function readFilter(request: GraphRequest): ReturnType<typeof parseFilter> | undefined {
  const text = request.query.get("$filter");
  if (text === undefined || text.trim() === "") return undefined;
  const filter = parseFilter(text);
  const isCounting = request.path.toLowerCase().endsWith("/$count") || request.query.get("$count") === "true";
  if (isAdvanced(filter) && !(isEventual(request) && isCounting)) throw unsupportedQuery();
  return filter;
}

function readOrder(request: GraphRequest): ListQuery["order"] {
  const text = request.query.get("$orderby");
  if (text === undefined) return undefined;
  const [, property, direction = "asc"] = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/i.exec(text) ?? [];
  if (property === undefined) throw badRequest(`Syntax error in $orderby '${text}'.`);
  const isFiltered = request.query.has("$filter") || request.query.has("$search");
  if (isFiltered && !isEventual(request)) throw unsupportedQuery("Sorting not supported for current query.");
  return { property, descending: direction.toLowerCase() === "desc" };
}

function readTop(text: string | undefined): number {
  if (text === undefined) return PAGE_SIZE.standard;
  const top = Number(text);
  if (Number.isInteger(top) && top >= PAGE_SIZE.least && top <= PAGE_SIZE.most) return top;
  throw badRequest(
    `Invalid page size specified: '${text}'. Must be between ${PAGE_SIZE.least} and ${PAGE_SIZE.most} inclusive.`,
  );
}

/** Where the pages of a list go on after so many elements. */
export function skipToken(skip: number): string {
  return Buffer.from(String(skip)).toString("base64url");
}

function readSkip(token: string | undefined): number {
  if (token === undefined) return 0;
  const skip = Number(Buffer.from(token, "base64url").toString("utf8"));
  if (Number.isSafeInteger(skip) && skip >= 0) return skip;
  throw badRequest("Skip token is invalid.");
}
