import { clientOptions, RateLimiter, seededRandom, throttleHintPolicy } from "@azlin/core";
import {
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type PipelinePolicy,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import { describe, expect, it } from "vitest";
import { rateLimitPolicy, sdkTransport } from "../../src/index.ts";

type Canned = Pick<PipelineResponse, "status"> & { headers?: Record<string, string> };

function sender(policy: PipelinePolicy, answer: Canned): () => Promise<PipelineResponse> {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(policy);
  const client: HttpClient = {
    sendRequest: (request) =>
      Promise.resolve({ request, status: answer.status, headers: createHttpHeaders(answer.headers) }),
  };
  const request = createPipelineRequest({ url: "https://management.azure.com/x" });
  return () => pipeline.sendRequest(client, request);
}

describe("the throttle hint", () => {
  const policy = (): PipelinePolicy =>
    throttleHintPolicy({ random: seededRandom(1), baseDelayMs: 100, maxDelayMs: 300 });
  const hint = (response: PipelineResponse): number => Number(response.headers.get("retry-after-ms"));

  it("doubles with every try of one request, up to its limit", async () => {
    const send = sender(policy(), { status: 429 });
    const waits = [hint(await send()), hint(await send()), hint(await send()), hint(await send())];
    for (const [index, most] of [100, 200, 300, 300].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(most / 2);
      expect(waits[index]).toBeLessThanOrEqual(most);
    }
  });

  it("is what the service says in a header of its own", async () => {
    const headers = {
      "x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after": "4",
      "x-ms-ratelimit-microsoft.costmanagement-entity-retry-after": "7",
    };
    expect(hint(await sender(policy(), { status: 429, headers })())).toBe(7000);
  });

  it("leaves alone what the clients understand, and everything that is not throttling", async () => {
    const told = await sender(policy(), { status: 429, headers: { "Retry-After": "9" } })();
    expect(told.headers.has("retry-after-ms")).toBe(false);
    const failed = await sender(policy(), { status: 503 })();
    expect(failed.headers.has("retry-after-ms")).toBe(false);
  });
});

describe("the rate limit", () => {
  it("holds every try until the limiter lets it go, and tells the limiter the answer", async () => {
    const log: string[] = [];
    const policy = rateLimitPolicy({
      acquire: async () => {
        await Promise.resolve();
        log.push("acquired");
      },
      report: (get, status) => log.push(`${status} ${get("retry-after")}`),
    });
    const send = sender(policy, { status: 429, headers: { "Retry-After": "2" } });
    await send();
    await send();
    expect(log).toEqual(["acquired", "429 2", "acquired", "429 2"]);
  });

  it("takes the limiter of core, above the throttle hint", () => {
    const { additionalPolicies } = clientOptions(sdkTransport({ limiter: new RateLimiter() }));
    const names = additionalPolicies.map(({ policy }) => policy.name);
    expect(names).toEqual(["azlinOperationErrorPolicy", "azlinRateLimitPolicy", "azlinThrottleHintPolicy"]);
  });
});
