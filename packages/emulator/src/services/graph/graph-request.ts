import type { Principal } from "../../entra/principal.ts";
import { isObject, type JsonObject } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { badRequest } from "./graph-errors.ts";
import type { GraphKey } from "./graph-path.ts";

/** A request to Microsoft Graph, read. */
export interface GraphRequest {
  readonly method: string;
  /** Where its URLs begin: `https://graph.microsoft.com/v1.0`. */
  readonly base: string;
  /** The path below {@link base}, as sent. */
  readonly path: string;
  /** What its path names, outermost first: ids, or values of other keys. */
  readonly keys: readonly GraphKey[];
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Headers;
  readonly body: JsonObject | undefined;
  readonly principal: Principal;
}

/** An answer of Microsoft Graph. A text body is sent as text, any other as JSON. */
export interface GraphResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Answers one kind of request. */
export type GraphHandler = (request: GraphRequest, world: World) => GraphResponse | Promise<GraphResponse>;

/** The body as an object. @throws GraphError (`Request_BadRequest`) when there is none. */
export function requireBody({ body }: GraphRequest): JsonObject {
  if (body === undefined) throw badRequest("Empty Payload. JSON content expected.");
  return body;
}

/** Parses a request body. @throws GraphError (`Request_BadRequest`) for anything but a JSON object. */
export function parseBody(text: string): JsonObject | undefined {
  if (text.trim() === "") return undefined;
  const value = parseJson(text);
  if (!isObject(value)) throw badRequest("Unable to read JSON request payload. It has to be an object.");
  return value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest(
      "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
    );
  }
}

/** Whether a request asks for the advanced queries, which read from an index: `ConsistencyLevel: eventual`. */
export function isEventual({ headers }: GraphRequest): boolean {
  return headers.get("consistencylevel")?.toLowerCase() === "eventual";
}

/** Whether a request has that preference, `Prefer: create-if-missing`. */
export function prefers({ headers }: GraphRequest, preference: string): boolean {
  const preferences = headers.get("prefer")?.toLowerCase().split(",") ?? [];
  return preferences.some((one) => one.trim() === preference);
}
