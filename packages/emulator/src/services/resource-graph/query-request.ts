import { requireBody, type ArmRequest } from "../../arm/arm-request.ts";
import { objectAt, textAt, type JsonObject } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { queryRefused } from "./query-error.ts";

/** Most rows of one page, and how many there are when the request does not say. */
const PAGE_ROWS = 1000;
/** From this version on rows are objects unless asked otherwise. */
const OBJECTS_SINCE = "2020";

/** How rows are written. */
export type ResultFormat = "objectArray" | "table";

/** A request for rows, read. */
export interface QueryRequest {
  readonly query: string;
  /** As sent; absent means all of the tenant. */
  readonly subscriptions?: readonly string[];
  readonly top: number;
  readonly skip: number;
  readonly skipToken?: string;
  readonly resultFormat: ResultFormat;
}

/** Reads the body of a query. @throws ArmError (`BadRequest`) for one without a query. */
export function readQueryRequest(request: ArmRequest, world: World): QueryRequest {
  const body = requireBody(request);
  const query = textAt(body, "query");
  if (query === undefined) {
    throw queryRefused(world, [{ code: "InvalidRequestContent", message: "The query is missing." }]);
  }
  const options = objectAt(body, "options");
  const subscriptions = body["subscriptions"];
  const skipToken = textAt(options, "$skipToken");
  const hasSubscriptions = Array.isArray(subscriptions) && subscriptions.length > 0;
  return {
    query,
    ...(hasSubscriptions && { subscriptions: subscriptions.map(String) }),
    top: Math.min(PAGE_ROWS, countAt(options, "$top") ?? PAGE_ROWS),
    skip: countAt(options, "$skip") ?? 0,
    ...(skipToken !== undefined && { skipToken }),
    resultFormat: readFormat(options, request.apiVersion),
  };
}

function countAt(options: JsonObject, name: string): number | undefined {
  const count = options[name];
  return typeof count === "number" && count >= 0 ? Math.trunc(count) : undefined;
}

function readFormat(options: JsonObject, apiVersion: string): ResultFormat {
  const format = textAt(options, "resultFormat") ?? (apiVersion < OBJECTS_SINCE ? "table" : "objectArray");
  return format.toLowerCase() === "table" ? "table" : "objectArray";
}
