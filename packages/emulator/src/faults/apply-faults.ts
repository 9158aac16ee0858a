import { json } from "../http/surface.ts";
import type { EmulatorClock } from "../world/emulator-clock.ts";
import { ConnectionClosedError, type FaultEffect } from "./fault.ts";

/** Serves a request as the faults that struck it say. */
export async function serveWithFaults(
  effects: readonly FaultEffect[],
  clock: EmulatorClock,
  serve: () => Promise<Response>,
): Promise<Response> {
  for (const effect of effects) if ("delayMs" in effect) await clock.delay(effect.delayMs);
  if (effects.some((effect) => "reset" in effect)) throw new ConnectionClosedError(false);
  const refusal = effects.find((effect) => "status" in effect);
  if (refusal !== undefined) return refusalOf(refusal);
  const response = await serve();
  if (effects.some((effect) => "swallow" in effect)) throw new ConnectionClosedError(true);
  return effects.some((effect) => "truncate" in effect) ? truncated(response) : response;
}

function refusalOf(effect: Extract<FaultEffect, { status: number }>): Response {
  const { status, code = "InjectedFault", message = "A fault was injected into this request.", headers } = effect;
  if (effect.body !== undefined) return new Response(effect.body, { status, headers: headers ?? {} });
  return json(status, { error: { code, message } }, headers);
}

/** Half of the body, announced as whole. */
async function truncated(response: Response): Promise<Response> {
  const body = await response.text();
  if (body === "") return response;
  const headers = new Headers(response.headers);
  headers.set("x-emulator-truncated", String(Buffer.byteLength(body)));
  return new Response(body.slice(0, Math.floor(body.length / 2)), { status: response.status, headers });
}
