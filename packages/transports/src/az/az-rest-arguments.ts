import { UnsupportedError, ValidationError } from "@azlin/core";
import type { PipelineRequest } from "@azure/core-rest-pipeline";
import { azOption } from "./az-option.ts";
import { audienceOfPlaceholder } from "./placeholder-token.ts";

/** What an `az rest` process is started with. */
export interface AzRestCall {
  readonly args: readonly string[];
  /** The body, for stdin: argv has a length limit and is visible to others. */
  readonly input?: string;
}

/** Headers that az or its HTTP library sets itself. */
const OWN_HEADERS = new Set([
  "authorization",
  "accept-encoding",
  "connection",
  "content-length",
  "host",
  "x-ms-client-request-id",
]);
const MAX_ARGUMENT_LENGTH = 100_000;

/**
 * The `az rest` call that sends `request`.
 *
 * A request without an Authorization header goes out without one (Key Vault's first request asks for a challenge);
 * one with the placeholder is signed by az for the audience that the placeholder names.
 *
 * @throws UnsupportedError for bodies and signatures that az cannot pass on; ValidationError for over-long requests.
 */
export function azRestCall(request: PipelineRequest): AzRestCall {
  const input = bodyOf(request);
  const args = [
    "rest",
    "--verbose",
    "--output=json",
    `--method=${request.method.toLowerCase()}`,
    azOption("url", urlOf(request.url)),
    ...headerArguments(request),
    ...signingArguments(request.headers.get("authorization")),
    ...(input === undefined ? [] : ["--body=@-"]),
  ];
  if (args.some((arg) => arg.length > MAX_ARGUMENT_LENGTH)) {
    throw new ValidationError("REQUEST_TOO_LONG", "The URL or the headers are too long for az.", {
      hint: "Use the az-token transport for this request.",
    });
  }
  return { args, ...(input !== undefined && { input }) };
}

/** az fills in `{subscriptionId}` by itself: braces of ours stay braces. */
function urlOf(url: string): string {
  return url.replaceAll("{", "%7B").replaceAll("}", "%7D");
}

function headerArguments(request: PipelineRequest): string[] {
  const headers = Object.entries(request.headers.toJSON({ preserveCase: true })).filter(
    ([name]) => !OWN_HEADERS.has(name.toLowerCase()),
  );
  return headers.length === 0 ? [] : [azOption("headers", JSON.stringify(Object.fromEntries(headers)))];
}

function signingArguments(authorization: string | undefined): string[] {
  if (authorization === undefined) return ["--skip-authorization-header"];
  const audience = audienceOfPlaceholder(authorization);
  if (audience === undefined) {
    throw new UnsupportedError("AZ_REST_SIGNATURE", "az rest cannot send a request that is signed by something else.", {
      hint: "Use the az-token or the sdk transport for it.",
    });
  }
  return [azOption("resource", audience)];
}

/** az sends JSON on as JSON and form text as it is; it would change or break anything else. */
function bodyOf(request: PipelineRequest): string | undefined {
  const { body } = request;
  if (body === undefined || body === null || body === "") return undefined;
  const text = typeof body === "string" ? body : textOfBytes(body);
  const contentType = request.headers.get("content-type") ?? "application/json";
  if (text === undefined || !/json|x-www-form-urlencoded/i.test(contentType)) {
    throw new UnsupportedError("AZ_REST_BODY", `az rest cannot send a body of type ${contentType}.`, {
      hint: "Use the az-token or the sdk transport for uploads.",
    });
  }
  return text;
}

function textOfBytes(body: NonNullable<PipelineRequest["body"]>): string | undefined {
  if (!(body instanceof Uint8Array) && !(body instanceof ArrayBuffer)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}
