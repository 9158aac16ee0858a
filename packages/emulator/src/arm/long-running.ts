import { parseResourceId } from "@azlin/core";
import type { Operation } from "../world/operation-engine.ts";
import type { World } from "../world/world.ts";
import type { AsyncAnswer } from "./resource-type.ts";

/** Where an answer's URLs begin and which api-version they carry. */
export interface AnswerContext {
  readonly origin: string;
  readonly apiVersion: string;
}

/** Headers that tell where to poll an operation. */
export function pollingHeaders(
  operation: Operation,
  answer: AsyncAnswer,
  context: AnswerContext & { readonly world: World },
): Record<string, string> {
  const status = operationUrl(operation, context);
  return {
    ...((answer === "async-operation" || answer === "both") && { "azure-asyncoperation": status }),
    ...((answer === "location" || answer === "both") && { location: withMonitor(status) }),
    ...retryHeaders(context.world),
  };
}

/** Header that tells when to poll next: milliseconds where time is the emulator's to give, seconds otherwise. */
export function retryHeaders(world: World): Record<string, string> {
  const unhurried = world.clock.mode === "real" && world.settings.latency.profile !== "instant";
  if (!unhurried) return { "x-ms-retry-after-ms": "25" };
  // Whoever polls as told must not run into the limits.
  return { "retry-after": world.settings.throttling.enabled ? "10" : "1" };
}

/** URL of an operation's status, in the form that its provider uses. */
function operationUrl(operation: Operation, { origin, apiVersion }: AnswerContext): string {
  const { subscriptionId = "", provider } = parseResourceId(operation.resourceId);
  const subscription = `${origin}/subscriptions/${subscriptionId}`;
  const version = `?api-version=${apiVersion}`;
  if (provider === undefined) return `${subscription}/operationresults/${operation.id}${version}`;
  const place = provider.toLowerCase() === "microsoft.storage" ? "" : `/locations/${operation.location}`;
  return `${subscription}/providers/${provider}${place}/operations/${operation.id}${version}`;
}

function withMonitor(url: string): string {
  return url.includes("/operationresults/") ? url : url.replace("?", "?monitor=true&");
}
