import { describe, expect, it } from "vitest";
import {
  AzlinError,
  DeadlineError,
  isAzlinError,
  NotFoundError,
  PermissionError,
  ThrottledError,
  TransportError,
  ValidationError,
} from "../../../src/index.ts";

describe("AzlinError", () => {
  it("shows code, message, hint and details as JSON, and leaves out what it has not got", () => {
    const full = new ValidationError("BAD", "bad", {
      hint: "do better",
      details: { field: "x" },
      cause: new Error("why"),
    });
    expect(full.toJSON()).toEqual({ code: "BAD", message: "bad", hint: "do better", details: { field: "x" } });
    expect(new NotFoundError("NONE", "none").toJSON()).toEqual({ code: "NONE", message: "none" });
    expect((full.cause as Error).message).toBe("why");
  });

  it("is told apart by brand and code", () => {
    const error = new NotFoundError("NONE", "none");
    expect(error).toBeInstanceOf(AzlinError);
    expect([isAzlinError(error), isAzlinError(error, "NONE"), isAzlinError(error, "OTHER")]).toEqual([
      true,
      true,
      false,
    ]);
    expect([isAzlinError(new Error("x")), isAzlinError({ code: "NONE" })]).toEqual([false, false]);
  });

  it("says whether calling again may help", () => {
    const retryable = [
      new ThrottledError("T", "t"),
      new TransportError("T", "t"),
      new DeadlineError("T", "t", { operation: "o", afterMs: 1 }),
    ];
    expect(retryable.map((error) => error.isRetryable)).toEqual([true, true, true]);
    expect(new NotFoundError("N", "n").isRetryable).toBe(false);
  });

  it("carries the facts of its family in its details too", () => {
    expect(new PermissionError("P", "p", { requiredAction: "a/read", details: { x: 1 } })).toMatchObject({
      requiredAction: "a/read",
      details: { requiredAction: "a/read", x: 1 },
    });
    expect(new ThrottledError("T", "t", { retryAfterMs: 5 })).toMatchObject({
      retryAfterMs: 5,
      details: { retryAfterMs: 5 },
    });
    expect(new DeadlineError("D", "d", { operation: "o", afterMs: 1 }).details).toEqual({ operation: "o", afterMs: 1 });
  });
});
