import type { ArmRequest, ArmResponse } from "./arm-request.ts";
import { ArmError } from "./arm-error.ts";

/** Most elements of one page, as Resource Manager gives them. */
const PAGE_SIZE = 1000;

interface Sequenced {
  readonly sequence: number;
}

/**
 * One page of a list. The cursor is the position of the last element, so that a page neither repeats nor skips what
 * others create or delete meanwhile; the next link carries the request's own query.
 *
 * @throws ArmError (`InvalidSkipToken`) for a cursor that is none of ours.
 */
export function pageOf<T extends Sequenced>(
  elements: Iterable<T>,
  request: ArmRequest,
  toBody: (element: T) => unknown,
): ArmResponse {
  const size = Math.min(PAGE_SIZE, readTop(request) ?? PAGE_SIZE);
  const after = readCursor(request.query.get("$skiptoken"));
  const value: unknown[] = [];
  let last = after;
  let more = false;
  for (const element of elements) {
    if (element.sequence <= after) continue;
    if (value.length === size) {
      more = true;
      break;
    }
    value.push(toBody(element));
    last = element.sequence;
  }
  return { status: 200, body: more ? { value, nextLink: nextLink(request, last) } : { value } };
}

function readTop(request: ArmRequest): number | undefined {
  const top = request.query.get("$top");
  if (top === undefined) return undefined;
  const size = Number(top);
  if (!Number.isInteger(size) || size < 1) {
    throw new ArmError(400, "InvalidTopInQueryString", `The $top query parameter '${top}' is invalid.`);
  }
  return size;
}

/** The cursor that continues after the element at `sequence`. */
export function cursorAt(sequence: number): string {
  return Buffer.from(String(sequence)).toString("base64url");
}

/** Whether a query holds a cursor that is none of ours. */
export function isForeignCursor(query: ReadonlyMap<string, string>): boolean {
  const token = query.get("$skiptoken");
  return token !== undefined && Number.isNaN(positionOf(token));
}

function positionOf(token: string): number {
  const position = Number(Buffer.from(token, "base64url").toString("utf8"));
  return Number.isSafeInteger(position) ? position : Number.NaN;
}

function readCursor(token: string | undefined): number {
  if (token === undefined) return 0;
  const cursor = positionOf(token);
  if (Number.isNaN(cursor)) {
    throw new ArmError(400, "InvalidSkipToken", `The skip token '${token}' is invalid.`);
  }
  return cursor;
}

function nextLink(request: ArmRequest, last: number): string {
  const query = new URLSearchParams([...request.query].filter(([name]) => name !== "$skiptoken"));
  query.set("$skiptoken", cursorAt(last));
  return `${request.origin}/${request.segments.map((segment) => encodeURIComponent(segment)).join("/")}?${query.toString()}`;
}
