import type { JsonObject } from "../../json/json.ts";
import type { GraphRequest } from "./graph-request.ts";
import { readSelect } from "./query/list-query.ts";

/** The members of a document that were selected, however they are spelled; all of them without a selection. */
export function viewObject(body: JsonObject, select: readonly string[] | undefined): JsonObject {
  if (select === undefined) return body;
  const wanted = new Set(select.map((member) => member.toLowerCase()));
  return Object.fromEntries(Object.entries(body).filter(([member]) => wanted.has(member.toLowerCase())));
}

/** One object as the answer to a request of its own. */
export function shownEntity(request: GraphRequest, collection: string, body: JsonObject): JsonObject {
  const select = request.method === "GET" ? readSelect(request.query) : undefined;
  const selection = select === undefined ? "" : `(${select.join(",")})`;
  return {
    "@odata.context": `${request.base}/$metadata#${collection}${selection}/$entity`,
    ...viewObject(body, select),
  };
}
