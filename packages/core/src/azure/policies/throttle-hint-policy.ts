import { systemRandom, type Random } from "../../time/random.ts";
import type { PipelinePolicy, PipelineRequest, PipelineResponse } from "@azure/core-rest-pipeline";

/** Options of {@link throttleHintPolicy}. */
export interface ThrottleHintOptions {
  /** Milliseconds to wait after the first 429; each further one doubles it. Default: 1,000. */
  readonly baseDelayMs?: number;
  /** Milliseconds at most. Default: 30,000. */
  readonly maxDelayMs?: number;
  /** Default: the system's. */
  readonly random?: Random;
}

const KNOWN_HINTS = ["retry-after", "retry-after-ms", "x-ms-retry-after-ms"];
/** `x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after` and its like, in seconds, which no client reads. */
const SERVICE_HINT = /^x-ms-ratelimit-.*-retry-after$/;

/**
 * Makes the official clients retry a 429 that does not say when: they only retry those that do. Such an answer gets a
 * `retry-after-ms` header: what the service says in a header of its own, else a back-off with jitter.
 * Position: `perRetry`, below the clients' retry policy, which then reads it.
 */
export function throttleHintPolicy(options: ThrottleHintOptions = {}): PipelinePolicy {
  const { baseDelayMs = 1000, maxDelayMs = 30_000, random = systemRandom } = options;
  const triesOf = new WeakMap<PipelineRequest, number>();
  return {
    name: "azlinThrottleHintPolicy",
    sendRequest: async (request, next) => {
      const response = await next(request);
      if (response.status !== 429 || KNOWN_HINTS.some((name) => response.headers.has(name))) return response;
      const tries = triesOf.get(request) ?? 0;
      triesOf.set(request, tries + 1);
      const backoffMs = Math.min(maxDelayMs, baseDelayMs * 2 ** tries) * (0.5 + random.next() / 2);
      response.headers.set("retry-after-ms", String(Math.ceil(serviceHintMs(response) ?? backoffMs)));
      return response;
    },
  };
}

function serviceHintMs(response: PipelineResponse): number | undefined {
  const seconds = [...response.headers]
    .filter(([name]) => SERVICE_HINT.test(name.toLowerCase()))
    .map(([, value]) => Number(value))
    .filter((value) => Number.isFinite(value) && value >= 0);
  return seconds.length === 0 ? undefined : Math.max(...seconds) * 1000;
}
