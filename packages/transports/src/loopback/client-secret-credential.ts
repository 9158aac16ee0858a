import { AuthenticationError, TransportError, type Clock } from "@azlin/core";
import type { AccessToken, TokenCredential } from "@azure/core-auth";
import { postForm, type FormAnswer } from "./post-form.ts";

/** Who asks, and where. */
export interface ClientSecretOptions {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
}

/**
 * The client credentials grant of a local Azure, in one request: `@azure/identity` refuses plain HTTP and takes longer
 * to load than a command takes to run.
 *
 * @throws AuthenticationError (`LOCAL_SIGN_IN_FAILED`) when the client is unknown; TransportError
 *   (`LOCAL_CLOUD_UNREACHABLE`) when nothing answers.
 */
export function clientSecretCredential(options: ClientSecretOptions): TokenCredential {
  return {
    getToken: async (scopes, request) => {
      const tenant = encodeURIComponent(request?.tenantId ?? options.tenantId);
      const answer = await post(`${options.origin}/${tenant}/oauth2/v2.0/token`, {
        grant_type: "client_credentials",
        client_id: options.clientId,
        client_secret: options.clientSecret,
        scope: [scopes].flat().join(" "),
      });
      return tokenOf(answer, options.clock.now());
    },
  };
}

async function post(url: string, fields: Readonly<Record<string, string>>): Promise<FormAnswer> {
  try {
    return await postForm(url, fields);
  } catch (cause) {
    throw new TransportError("LOCAL_CLOUD_UNREACHABLE", `No local Azure answers at ${new URL(url).origin}.`, {
      hint: "Start it with 'azlin local start'.",
      cause,
    });
  }
}

function tokenOf(answer: FormAnswer, nowMs: number): AccessToken {
  const parsed = parseObject(answer.body);
  const { access_token: token, expires_in: seconds } = parsed;
  if (answer.status !== 200 || typeof token !== "string" || !Number.isFinite(Number(seconds))) {
    const reason = parsed["error_description"];
    throw new AuthenticationError("LOCAL_SIGN_IN_FAILED", `The local Azure gave no token (${answer.status}).`, {
      hint: typeof reason === "string" ? reason : "Is this the address of a local Azure?",
    });
  }
  return { token, expiresOnTimestamp: nowMs + Number(seconds) * 1000, tokenType: "Bearer" };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
