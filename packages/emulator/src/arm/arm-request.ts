import type { JsonObject } from "../json/json.ts";
import { isObject } from "../json/json.ts";
import type { Principal } from "../entra/principal.ts";
import { invalidRequestContent } from "./arm-errors.ts";

/** A request to Resource Manager, read: slashes single, query names decoded and lower-cased, body parsed. */
export interface ArmRequest {
  readonly method: string;
  /** Scheme and authority that the client used: what URLs in answers begin with. */
  readonly origin: string;
  /** Path segments, decoded, spelled as sent. */
  readonly segments: readonly string[];
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Headers;
  readonly body: JsonObject | undefined;
  readonly principal: Principal;
  readonly apiVersion: string;
  /** Values of the route's named segments. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** An answer of Resource Manager. A body is sent as JSON. */
export interface ArmResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The body as an object. @throws ArmError (`InvalidRequestContent`) when there is none. */
export function requireBody(request: ArmRequest): JsonObject {
  if (request.body === undefined) throw invalidRequestContent("The request content is empty.");
  return request.body;
}

/** Splits a path: empty segments dropped, the others decoded. */
export function pathSegments(pathname: string): string[] {
  return pathname.split("/").filter(Boolean).map(decode);
}

/** Query parameters by lower-case name; names arrive percent-encoded (`%24filter`) from some clients. */
export function readQuery(url: URL): Map<string, string> {
  return new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
}

/** Parses a request body; like Azure it takes texts in single quotes too. @throws ArmError (`InvalidRequestContent`) for anything but a JSON object. */
export function parseBody(text: string): JsonObject | undefined {
  if (text.trim() === "") return undefined;
  const value = parseJson(text);
  if (!isObject(value)) throw invalidRequestContent("The request content is not a JSON object.");
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const relaxed = withDoubleQuotes(text);
    if (relaxed !== undefined) return parseJson(relaxed);
    throw invalidRequestContent(error instanceof Error ? error.message : String(error));
  }
}

/** The text with its single-quoted texts in double quotes; `undefined` when it has none. */
function withDoubleQuotes(text: string): string | undefined {
  let changed = false;
  const relaxed = text.replaceAll(/"(?:[^"\\]|\\.)*"|'((?:[^'\\]|\\.)*)'/g, (whole, single?: string) => {
    if (single === undefined) return whole;
    changed = true;
    return JSON.stringify(single.replaceAll(String.raw`\'`, "'"));
  });
  return changed ? relaxed : undefined;
}

function decode(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
