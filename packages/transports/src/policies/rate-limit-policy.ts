import type { PipelinePolicy } from "@azure/core-rest-pipeline";

/** What {@link rateLimitPolicy} asks of a limiter; core's `RateLimiter` is one. */
export interface RequestLimiter {
  /** Resolves when a request may go out. */
  acquire(options?: { readonly signal?: AbortSignal | undefined }): Promise<void>;
  /** Learns from an answer; `get` reads one of its headers by name. */
  report(get: (name: string) => string | undefined, status: number): void;
}

/**
 * Lets every try of a request wait for its turn, and tells the limiter what Azure said about the rate.
 * Position: `perRetry`.
 */
export function rateLimitPolicy(limiter: RequestLimiter): PipelinePolicy {
  return {
    name: "azlinRateLimitPolicy",
    sendRequest: async (request, next) => {
      // The pipeline has made a real signal of whatever the caller gave.
      const signal = request.abortSignal instanceof AbortSignal ? request.abortSignal : undefined;
      await limiter.acquire({ signal });
      const response = await next(request);
      limiter.report((name) => response.headers.get(name), response.status);
      return response;
    },
  };
}
