import { z } from "zod";

const matchSchema = z.object({
  method: z.string().optional(),
  path: z.string().optional(),
  host: z.string().optional(),
  client: z.string().optional(),
});

const effectSchema = z.union([
  z.object({
    status: z.number().int().min(200).max(599),
    code: z.string().optional(),
    message: z.string().optional(),
    body: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  z.object({ delayMs: z.number().nonnegative() }),
  z.object({ reset: z.literal(true) }),
  z.object({ truncate: z.literal(true) }),
  z.object({ swallow: z.literal(true) }),
  z.object({ operationFails: z.object({ code: z.string(), message: z.string() }) }),
  z.object({ operationHangs: z.literal(true) }),
]);

/** Reads a fault as the control API takes it. */
export const faultSchema = z.object({
  match: matchSchema.default({}),
  times: z.number().int().positive().optional(),
  probability: z.number().min(0).max(1).optional(),
  seed: z.number().int().optional(),
  effect: effectSchema,
});

/**
 * What a fault does to a request that matches: answers with an error (`status`), delays it, closes the connection
 * before it is served (`reset`) or after (`swallow`), cuts its answer short (`truncate`), or lets the long-running
 * operation that it starts end Failed (`operationFails`) or not at all (`operationHangs`).
 */
export type FaultEffect = z.infer<typeof effectSchema>;

/** Which requests a fault meets: method, parts of path and host and of the client's user agent; `*` is any text. */
export type FaultMatch = z.infer<typeof matchSchema>;

/** A fault: what it meets, how often, and what it does. `probability` draws from `seed`. */
export type Fault = z.input<typeof faultSchema>;

/** The connection ends without an answer. `served`: the request was performed all the same. */
export class ConnectionClosedError extends Error {
  override readonly name = "ConnectionClosedError";
  readonly code = "ECONNRESET";
  readonly served: boolean;

  constructor(served: boolean) {
    super("socket hang up");
    this.served = served;
  }
}
