import { objectAt, objectsAt, textAt, textsAt, type JsonObject } from "../../json/json.ts";
import { GraphError } from "./graph-error.ts";
import { badRequest } from "./graph-errors.ts";
import type { GraphResponse } from "./graph-request.ts";

const MOST_REQUESTS = 20;
const FAILED_FROM = 400;

/** One request of a batch; its URL is relative to the version of the API. */
export interface BatchPart {
  readonly url: string;
  readonly request: RequestInit;
}

/**
 * Answers `$batch`: one request after the other, and those that depend on a failed one not at all.
 *
 * @throws GraphError (`BadRequest`) for more than 20 requests, or one without id, method or url.
 */
export async function answerBatch(
  body: JsonObject | undefined,
  answer: (part: BatchPart) => Promise<Response>,
): Promise<GraphResponse> {
  const requests = objectsAt(body, "requests");
  if (requests.length === 0) throw badRequest("The batch has no requests.");
  if (requests.length > MOST_REQUESTS) {
    throw new GraphError(400, "BadRequest", `Number of batch request steps exceeds max value of ${MOST_REQUESTS}.`);
  }
  const responses: JsonObject[] = [];
  const failed = new Set<string>();
  for (const request of requests) {
    const id = textAt(request, "id") ?? "";
    const isBlocked = textsAt(request, "dependsOn").some((other) => failed.has(other));
    const response = isBlocked ? blocked(id) : await answered(id, await answer(readPart(request)));
    if (Number(response["status"]) >= FAILED_FROM) failed.add(id);
    responses.push(response);
  }
  return { status: 200, body: { responses } };
}

function readPart(request: JsonObject): BatchPart {
  const [method, url] = [textAt(request, "method"), textAt(request, "url")];
  if (method === undefined || url === undefined || textAt(request, "id") === undefined) {
    throw new GraphError(400, "BadRequest", "Every batch request has an id, a method and a url.");
  }
  const sent = objectAt(request, "headers");
  const headers = Object.fromEntries(Object.keys(sent).map((name) => [name, textAt(sent, name) ?? ""]));
  const body = request["body"] === undefined ? {} : { body: JSON.stringify(request["body"]) };
  return { url: url.replace(/^\/+/, ""), request: { method: method.toUpperCase(), headers, ...body } };
}

async function answered(id: string, response: Response): Promise<JsonObject> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
  return {
    id,
    status: response.status,
    headers: Object.fromEntries(response.headers),
    ...(text !== "" && { body: isJson ? (JSON.parse(text) as JsonObject) : text }),
  };
}

function blocked(id: string): JsonObject {
  const error = { code: "FailedDependency", message: "A request that this one depends on has failed." };
  return { id, status: 424, headers: {}, body: { error } };
}
