import { describe, expect, it } from "vitest";
import {
  ManualClock,
  NotFoundError,
  toAzlinError,
  type AzureErrorContext,
  type PermissionError,
  type ThrottledError,
} from "../../../src/index.ts";

const context: AzureErrorContext = { operation: "read the tags of vm-1", resource: "vm-1" };

/** An error as the official clients throw it. */
function thrown(fields: Record<string, unknown>, message = "It failed."): Error {
  return Object.assign(new Error(message), { name: "RestError" }, fields);
}

function response(headers: Record<string, string>, body?: string) {
  return { status: 400, bodyAsText: body, headers: { get: (name: string) => headers[name] } };
}

describe("toAzlinError", () => {
  it.each<[string, Error, string, string]>([
    ["401", thrown({ statusCode: 401 }), "AuthenticationError", "NOT_SIGNED_IN"],
    ["403", thrown({ statusCode: 403 }), "PermissionError", "PERMISSION_DENIED"],
    ["404", thrown({ statusCode: 404 }), "NotFoundError", "NOT_FOUND"],
    ["409", thrown({ statusCode: 409 }), "ConflictError", "CONFLICT"],
    ["412", thrown({ statusCode: 412 }), "ConflictError", "CONFLICT"],
    ["429", thrown({ statusCode: 429 }), "ThrottledError", "THROTTLED"],
    ["400", thrown({ statusCode: 400 }), "ValidationError", "INVALID_REQUEST"],
    ["422", thrown({ statusCode: 422 }), "ValidationError", "INVALID_REQUEST"],
    ["408", thrown({ statusCode: 408 }), "TransportError", "TRANSPORT_FAILED"],
    ["502 that is not JSON", thrown({ statusCode: 502, details: {} }), "TransportError", "TRANSPORT_FAILED"],
    ["an unexpected 204", thrown({ statusCode: 204 }), "TransportError", "TRANSPORT_FAILED"],
    ["a broken body", thrown({ code: "PARSE_ERROR", statusCode: 200 }), "TransportError", "TRANSPORT_FAILED"],
    ["a reset connection", thrown({ code: "ECONNRESET" }), "TransportError", "TRANSPORT_FAILED"],
    ["an unknown host", thrown({ code: "ENOTFOUND" }), "TransportError", "TRANSPORT_FAILED"],
    ["a foreign certificate", thrown({ code: "SELF_SIGNED_CERT_IN_CHAIN" }), "TransportError", "TRANSPORT_FAILED"],
    ["a failed fetch", thrown({ cause: { code: "ECONNREFUSED" } }), "TransportError", "TRANSPORT_FAILED"],
    ["a Graph network error", thrown({ statusCode: -1, code: "ECONNRESET" }), "TransportError", "TRANSPORT_FAILED"],
    ["a request that timed out", thrown({ name: "AbortError" }), "TransportError", "TRANSPORT_FAILED"],
    ["no credential", thrown({ name: "CredentialUnavailableError" }), "AuthenticationError", "NOT_SIGNED_IN"],
    ["no interaction", thrown({ name: "AuthenticationRequiredError" }), "AuthenticationError", "NOT_SIGNED_IN"],
    ["no credential of many", thrown({ name: "AggregateAuthenticationError" }), "AuthenticationError", "NOT_SIGNED_IN"],
    [
      "a refused sign-in",
      thrown({ name: "AuthenticationError", statusCode: 400 }),
      "AuthenticationError",
      "NOT_SIGNED_IN",
    ],
    ["a bug", new TypeError("x is not a function"), "InternalError", "INTERNAL_ERROR"],
  ])("translates %s", (_name, error, name, code) => {
    const translated = toAzlinError(error, context);
    expect(translated).toMatchObject({ name, code, cause: error, details: { resource: "vm-1" } });
    expect(translated.message).toMatch(/^Could not read the tags of vm-1: /);
    expect(translated.hint).toMatch(/\.$/);
  });

  it("keeps Azure's code, message, request id and sub-errors", () => {
    const inner = [{ code: "QuotaExceeded", message: "cores" }];
    const error = thrown({
      statusCode: 400,
      code: "InvalidTemplateDeployment",
      details: { error: { code: "InvalidTemplateDeployment", message: "The template is wrong.", details: inner } },
      response: response({ "x-ms-request-id": "r-1" }),
    });
    expect(toAzlinError(error, context)).toMatchObject({
      message: "Could not read the tags of vm-1: The template is wrong. (InvalidTemplateDeployment)",
      details: { statusCode: 400, azureCode: "InvalidTemplateDeployment", requestId: "r-1", azureDetails: inner },
    });
  });

  it.each([
    ["wrapped in a body", { details: { body: { error: { code: "Gone", message: "Not here." } } } }],
    ["as response text", { response: response({}, '{"error":{"code":"Gone","message":"Not here."}}') }],
    ["as Graph's body", { body: '{"code":"Gone","message":"Not here."}' }],
  ])("finds the error body %s", (_name, fields) => {
    const translated = toAzlinError(thrown({ statusCode: 404, ...fields }, "?"), context);
    expect(translated).toMatchObject({ details: { azureCode: "Gone" }, message: expect.stringContaining("Not here.") });
  });

  it("reads on when a body is no JSON", () => {
    const error = thrown({ statusCode: 404, body: "<html>", response: response({}, "{") }, "Not here.");
    expect(toAzlinError(error, context).message).toBe("Could not read the tags of vm-1: Not here.");
  });

  it("names the missing action from the context, or from Azure's message", () => {
    const message =
      "The client 'x' does not have authorization to perform action 'Microsoft.Compute/a/read' over scope '/'.";
    const told = toAzlinError(thrown({ statusCode: 403 }, message), context) as PermissionError;
    const known = toAzlinError(thrown({ statusCode: 403 }, message), {
      ...context,
      action: "b/write",
    }) as PermissionError;
    expect([told.requiredAction, known.requiredAction]).toEqual(["Microsoft.Compute/a/read", "b/write"]);
    expect(told.hint).toContain("Microsoft.Compute/a/read");
  });

  it("tells how long Azure asks to wait", () => {
    const clock = new ManualClock(Date.UTC(2026, 0, 1));
    const dated = thrown({ statusCode: 429, response: response({ "retry-after": "Thu, 01 Jan 2026 00:00:30 GMT" }) });
    const translated = toAzlinError(dated, { ...context, clock }) as ThrottledError;
    expect(translated.retryAfterMs).toBe(30_000);
    expect(translated.hint).toBe("Wait 30 s.");
    const graph = thrown({ statusCode: 429, headers: new Headers({ "Retry-After": "7" }) });
    expect(toAzlinError(graph, context)).toMatchObject({ retryAfterMs: 7_000 });
  });

  it.each([
    [
      "The long-running operation has failed. SkuNotAvailable. No B2s in westus2. Try another.",
      "SkuNotAvailable",
      "No B2s in westus2. Try another.",
    ],
    ["The long-running operation has failed", undefined, "The long-running operation has failed"],
    ["Operation was canceled", "Canceled", "Azure canceled the operation."],
    ["The long-running operation has been canceled.", "Canceled", "Azure canceled the operation."],
  ])("takes '%s' for a failed operation", (message, azureCode, told) => {
    const translated = toAzlinError(new Error(message), context);
    expect(translated).toMatchObject({ name: "ProvisioningError", code: "PROVISIONING_FAILED" });
    expect(translated.details["azureCode"]).toBe(azureCode);
    expect(translated.message).toContain(told);
  });

  it("points to the proxy when a certificate is not trusted", () => {
    const error = thrown({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
    expect(toAzlinError(error, context).hint).toContain("NODE_EXTRA_CA_CERTS");
  });

  it("lets no secret of the message through", () => {
    const error = thrown({ statusCode: 404 }, "no blob at https://a.blob.core.windows.net/c?sig=abcdefgh");
    expect(toAzlinError(error, context).message).not.toContain("abcdefgh");
  });

  it("returns our own errors unchanged", () => {
    const error = new NotFoundError("NO_SESSION", "none");
    expect(toAzlinError(error, context)).toBe(error);
  });

  it("throws the signal's reason when the client was aborted by it", () => {
    const reason = new Error("the user pressed Ctrl-C");
    for (const error of [thrown({ name: "AbortError" }), thrown({ code: "REQUEST_ABORTED_ERROR" })]) {
      expect(() => toAzlinError(error, { ...context, signal: AbortSignal.abort(reason) })).toThrow(reason);
      expect(toAzlinError(error, { ...context, signal: new AbortController().signal }).name).toBe("TransportError");
    }
  });

  it("tells another failure even when the signal has aborted", () => {
    const signal = AbortSignal.abort();
    expect(toAzlinError(thrown({ statusCode: 404 }), { ...context, signal }).code).toBe("NOT_FOUND");
  });

  it.each([undefined, null, "text", 7])("makes an error even of %s", (value) => {
    expect(toAzlinError(value, context)).toMatchObject({
      code: "INTERNAL_ERROR",
      message: expect.stringContaining(String(value)),
    });
  });
});
