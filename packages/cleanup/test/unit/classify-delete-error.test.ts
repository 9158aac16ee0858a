import { AuthenticationError, DeadlineError } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { RestError } from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { classifyDeleteError } from "../../src/index.ts";
import { LABELLED_ERRORS, restErrorOf } from "../support/delete-errors.ts";

const TARGET = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkInterfaces/nic";

describe("an answer to a deletion", () => {
  it.each(LABELLED_ERRORS)("of $status $code is $class", (labelled) => {
    verifies("CLEAN-04");
    const error = classifyDeleteError(restErrorOf(labelled), TARGET);
    expect(error).toMatchObject({ class: labelled.class, status: labelled.status, code: labelled.code });
  });

  it("of 404 without a code proves nothing", () => {
    const error = new RestError("<html>not here</html>", { statusCode: 404 });
    expect(classifyDeleteError(error, TARGET).class).toBe("fatal");
  });

  it("tells how long to wait, by its header or by its text", () => {
    verifies("CLEAN-04");
    const throttled = { status: 429, code: "TooManyRequests" };
    expect(classifyDeleteError(restErrorOf(throttled, { "retry-after": "7" }), TARGET).retryAfterMs).toBe(7_000);
    const message = "The operation can be retried in 14 seconds.";
    const busy = restErrorOf({ status: 429, code: "RetryableError", message });
    expect(classifyDeleteError(busy, TARGET)).toMatchObject({ class: "transient", retryAfterMs: 14_000 });
    expect(classifyDeleteError(restErrorOf(throttled), TARGET).retryAfterMs).toBeNull();
  });

  it("names what is in the way, and neither the resource itself nor its parts", () => {
    const vm = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm";
    const message = `Network Interface ${TARGET} with ${TARGET}/ipConfigurations/main is used by '${vm}'.`;
    const error = classifyDeleteError(restErrorOf({ status: 400, code: "NicInUse", message }), TARGET.toUpperCase());
    expect(error.blockers).toEqual([vm]);
  });

  it("that is only likely to pass says so", () => {
    const guessed = restErrorOf({ status: 409, code: "SomethingNobodyHasSeen" });
    const known = restErrorOf({ status: 400, code: "NicInUse" });
    expect(classifyDeleteError(guessed, TARGET).isGuess).toBe(true);
    expect(classifyDeleteError(known, TARGET).isGuess).toBe(false);
  });
});

describe("a failure without an answer", () => {
  it.each([
    ["a connection that was reset", new RestError("socket hang up", { code: "ECONNRESET" }), "transient"],
    ["an operation that failed with a lock", failedOperation("ScopeLocked"), "blocked"],
    ["an operation that failed with a dependency", failedOperation("NicInUse"), "dependency"],
    ["an operation that failed without a reason", new Error("The long-running operation has failed"), "transient"],
    ["a time-out of ours", new DeadlineError("TIMED_OUT", "Gave up.", { operation: "x", afterMs: 1 }), "transient"],
    ["a refused sign-in", new AuthenticationError("NOT_SIGNED_IN", "Sign in."), "auth"],
    ["a bug", new TypeError("x is not a function"), "fatal"],
  ])("that is %s is told apart", (_what, error, expected) => {
    verifies("CLEAN-04");
    expect(classifyDeleteError(error, TARGET).class).toBe(expected);
  });
});

function failedOperation(code: string): RestError {
  const error = new RestError(`The long-running operation has failed. ${code}. No.`, { code });
  error.details = { error: { code, message: "No." } };
  return error;
}
