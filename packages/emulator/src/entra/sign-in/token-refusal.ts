import { json } from "../../http/surface.ts";
import type { World } from "../../world/world.ts";

/** Why a token is not given: status, OAuth error, AADSTS number and text. */
export class TokenRefusal {
  readonly status: number;
  readonly error: "invalid_client" | "invalid_request" | "unauthorized_client";
  readonly code: number;
  readonly text: string;

  constructor(error: TokenRefusal["error"], code: number, text: string) {
    this.status = error === "invalid_client" ? 401 : 400;
    this.error = error;
    this.code = code;
    this.text = text;
  }

  /** The answer of the token endpoint. */
  toResponse(world: World): Response {
    const trace = world.ids.guid();
    const correlation = world.ids.guid();
    const timestamp = new Date(world.clock.now()).toISOString().replace("T", " ").slice(0, 19) + "Z";
    const { status, error, code, text } = this;
    return json(status, {
      error,
      error_description: `AADSTS${code}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: trace,
      correlation_id: correlation,
    });
  }
}
