import { DeadlineError, toAzlinError, type AbortOptions, type AzlinError } from "@azlin/core";
import type { TokenCredential } from "@azure/core-auth";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import type { RoleGrant } from "../plan/identity-plan.ts";
import { IdentityClients } from "../azure/identity-clients.ts";
import { missingGrants } from "./missing-grants.ts";
import type { Readiness } from "./readiness.ts";

/** Whose readiness is looked for. */
export interface ReadinessQuestion extends AbortOptions {
  /** Signs in as the identity. */
  readonly credential: TokenCredential;
  readonly roles: readonly RoleGrant[];
  /** Milliseconds after which it is given up. */
  readonly deadlineMs: number;
}

/** Milliseconds between two looks; the last one repeats. */
const WAITS_MS = [500, 1_000, 2_000, 3_000, 5_000];

/**
 * Signs in as an identity and asks at each scope what it may do, until every role shows.
 *
 * @throws DeadlineError (`IDENTITY_NOT_READY`), whose cause is what was missing last; the signal's reason.
 */
export async function proveReadiness(azure: IdentityAzure, question: ReadinessQuestion): Promise<Readiness> {
  const { clock } = azure;
  const { deadlineMs, signal, roles } = question;
  const clients = new IdentityClients({ ...azure.transport, credential: question.credential });
  const startMs = clock.now();
  let open = roles;
  for (let attempts = 1; ; attempts += 1) {
    signal?.throwIfAborted();
    let problem: AzlinError | undefined;
    try {
      open = await missingGrants(clients, open, { signal });
      if (open.length === 0) return { state: "proved", elapsedMs: clock.now() - startMs, attempts };
    } catch (error) {
      problem = toAzlinError(error, { operation: "sign in as the identity", signal, clock });
      if (!mayPass(problem)) throw problem;
    }
    const waitMs = WAITS_MS[Math.min(attempts, WAITS_MS.length) - 1]!;
    if (clock.now() - startMs + waitMs > deadlineMs) throw notReady(open, deadlineMs, problem);
    await clock.delay(waitMs, { signal });
  }
}

/** Whether time may heal it: a new identity is unknown to those whom its news has not reached. */
function mayPass(error: AzlinError): boolean {
  return error.name !== "InternalError";
}

function notReady(open: readonly RoleGrant[], afterMs: number, cause: AzlinError | undefined): DeadlineError {
  const missing = open.map(({ roleName, scope }) => `'${roleName}' in ${scope}`);
  const what = cause?.message ?? `Not seen to work: ${missing.join(", ")}.`;
  return new DeadlineError(
    "IDENTITY_NOT_READY",
    `The identity was not ready after ${Math.round(afterMs / 1_000)} s. ${what}`,
    {
      operation: "waiting for the identity",
      afterMs,
      hint: "Azure promises no time; give a longer one, or try again later.",
      details: { missing },
      ...(cause !== undefined && { cause }),
    },
  );
}
