import { describe, expect, it } from "vitest";
import { callAzure, ManualClock, throttling } from "../../../src/index.ts";

/** What official clients throw. */
const restError = (statusCode: number, code: string, headers: Record<string, string> = {}): Error =>
  Object.assign(new Error(code), { name: "RestError", statusCode, code, response: { headers: new Headers(headers) } });

describe("a call of Azure", () => {
  it("is made again when a strategy wants it, which sees the translated error", async () => {
    const clock = new ManualClock();
    const errors = [restError(429, "TooManyRequests", { "retry-after": "7" })];
    const startMs = clock.now();
    const calling = callAzure(
      () => {
        const error = errors.shift();
        return error === undefined ? Promise.resolve(clock.now() - startMs) : Promise.reject(error);
      },
      { operation: "read it", clock, strategies: [throttling()] },
    );
    await clock.advance(10_000);
    expect(await calling).toBe(7_000);
  });

  it("throws what Azure answered last, with what was being done", async () => {
    const calling = callAzure(() => Promise.reject(restError(403, "AuthorizationFailed")), {
      operation: "read the locks of x",
      action: "Microsoft.Authorization/locks/read",
    });
    await expect(calling).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
      message: expect.stringContaining("Could not read the locks of x") as string,
      requiredAction: "Microsoft.Authorization/locks/read",
    });
  });
});
