import { AuthenticationError, DeadlineError, InternalError, TransportError } from "@azlin/core";
import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth";
import { audienceOf } from "./audience.ts";
import { azFailure } from "./az-failure.ts";
import { azOption } from "./az-option.ts";
import type { AzExit, AzRunner } from "./az-process.ts";

/**
 * Gets tokens from `az account get-access-token`: one process per call, so wrap it in `cachedCredential`.
 *
 * @throws AuthenticationError (`AZ_LOGIN_REQUIRED`) when az is not signed in, (`AZ_CLAIMS_CHALLENGE`) when Azure wants
 *   a sign-in that az cannot do without a person; TransportError, PrerequisiteError when az cannot do its work.
 */
export function azTokenCredential(run: AzRunner, defaultTenantId?: string): TokenCredential {
  const lastTokens = new Map<string, string>();
  return {
    getToken: async (scopes, request: GetTokenOptions = {}) => {
      const audience = audienceOf(scopes);
      const tenantId = request.tenantId ?? defaultTenantId;
      const token = parseAzToken(await run({ args: tokenArguments(audience, tenantId) }));
      const key = `${tenantId ?? ""} ${audience}`;
      // az answers from its own cache: the same token again would be refused again.
      if (request.claims !== undefined && lastTokens.get(key) === token.token) throw claimsChallenge(request.claims);
      lastTokens.set(key, token.token);
      return token;
    },
  };
}

function tokenArguments(audience: string, tenantId: string | undefined): string[] {
  const tenant = tenantId === undefined ? [] : [azOption("tenant", tenantId)];
  return ["account", "get-access-token", "--output=json", azOption("resource", audience), ...tenant];
}

/**
 * Reads what `az account get-access-token` printed.
 *
 * @throws AuthenticationError, TransportError and others as {@link azTokenCredential} says.
 */
export function parseAzToken(exit: AzExit): AccessToken {
  if (exit.timedOut) {
    const options = { operation: "az account get-access-token", afterMs: exit.durationMs };
    throw new DeadlineError("AZ_TIMEOUT", "az did not give a token in time.", options);
  }
  if (exit.code !== 0) {
    const failure = azFailure(exit);
    if (failure.kind === "error") throw failure.error;
    throw new TransportError(failure.code, `az could not reach the sign-in service: ${failure.message}`);
  }
  const answer = parsedAnswer(exit.stdout);
  const expiresOnTimestamp = expiryOf(answer);
  if (typeof answer["accessToken"] !== "string" || Number.isNaN(expiresOnTimestamp)) {
    throw new InternalError("AZ_TOKEN_UNREADABLE", "az printed a token answer without accessToken or expiry.");
  }
  return { token: answer["accessToken"], expiresOnTimestamp, tokenType: "Bearer" };
}

function parsedAnswer(stdout: string): Record<string, unknown> {
  try {
    return JSON.parse(stdout) as Record<string, unknown>;
  } catch {
    // The parser's own message quotes its input, which holds a token.
    throw new InternalError("AZ_TOKEN_UNREADABLE", "az printed a token answer that is not JSON.");
  }
}

/** Newer versions say seconds since the epoch; older ones only a local time without zone. */
function expiryOf(answer: Record<string, unknown>): number {
  const seconds = answer["expires_on"];
  if (typeof seconds === "number" || typeof seconds === "string") return Number(seconds) * 1000;
  return Date.parse(String(answer["expiresOn"]).replace(" ", "T").slice(0, 23));
}

function claimsChallenge(claims: string): AuthenticationError {
  return new AuthenticationError("AZ_CLAIMS_CHALLENGE", "Azure asks for a new sign-in, which az cannot do by itself.", {
    hint: "Run 'az logout' and 'az login', then try again.",
    details: { claims },
  });
}
