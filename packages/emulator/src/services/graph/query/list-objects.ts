import type { DirectoryObject } from "../../../entra/directory-object.ts";
import { textAt, type JsonObject } from "../../../json/json.ts";
import { viewObject } from "../view-object.ts";
import type { GraphRequest, GraphResponse } from "../graph-request.ts";
import { readListQuery, skipToken, type ListQuery } from "./list-query.ts";

/**
 * One page of a collection. With an order the cursor counts elements; without one it is the position of the last, so
 * that a page neither repeats nor skips what others make or delete meanwhile.
 */
export function listObjects(
  request: GraphRequest,
  collection: string,
  objects: Iterable<DirectoryObject>,
): GraphResponse {
  const query = readListQuery(request);
  const { order } = query;
  const found = [...objects].filter(({ body }) => query.matches(body));
  const rest =
    order === undefined
      ? found.filter(({ sequence }) => sequence > query.skip)
      : sorted(found, order).slice(query.skip);
  const page = rest.slice(0, query.top);
  const cursor = order === undefined ? page.at(-1)?.sequence : query.skip + page.length;
  const isMore = rest.length > page.length && cursor !== undefined;
  return {
    status: 200,
    body: {
      "@odata.context": `${request.base}/$metadata#${collection}${selection(query)}`,
      ...(query.isCounted && { "@odata.count": found.length }),
      ...(isMore && { "@odata.nextLink": nextLink(request, cursor) }),
      value: page.map(({ body }) => viewObject(body, query.select)),
    },
  };
}

/** How many objects of a collection there are, as text. */
export function countObjects(request: GraphRequest, objects: Iterable<DirectoryObject>): GraphResponse {
  const { matches } = readListQuery(request);
  const count = [...objects].filter(({ body }) => matches(body)).length;
  return { status: 200, body: String(count) };
}

function sorted(
  objects: DirectoryObject[],
  { property, descending }: NonNullable<ListQuery["order"]>,
): DirectoryObject[] {
  const textOf = ({ body }: { body: JsonObject }): string => textAt(body, property)?.toLowerCase() ?? "";
  const ascending = objects.toSorted((left, right) =>
    textOf(left) < textOf(right) ? -1 : Number(textOf(left) > textOf(right)),
  );
  return descending ? ascending.toReversed() : ascending;
}

function selection({ select }: ListQuery): string {
  return select === undefined ? "" : `(${select.join(",")})`;
}

function nextLink({ base, path, query }: GraphRequest, cursor: number): string {
  const next = new URLSearchParams([...query].filter(([name]) => name !== "$skiptoken"));
  next.set("$skiptoken", skipToken(cursor));
  return `${base}${path}?${next.toString()}`;
}
