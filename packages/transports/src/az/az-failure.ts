import { AuthenticationError, InternalError, redact, TransportError, type AzlinError } from "@azlin/core";

/** Why an az process ended without an answer from Azure. */
export type AzFailure =
  | { readonly kind: "error"; readonly error: AzlinError }
  /** The network failed: `code` is Node's name for it, on which the official clients decide whether to retry. */
  | { readonly kind: "network"; readonly code: string; readonly message: string };

const NETWORK: readonly (readonly [RegExp, string])[] = [
  [/CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerificationError/, "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
  [/Connection refused|Errno 111|WinError 10061/, "ECONNREFUSED"],
  [/Name or service not known|name resolution|NameResolutionError|getaddrinfo failed/i, "ENOTFOUND"],
  [/Connection aborted|RemoteDisconnected|Connection reset|ConnectionResetError/, "ECONNRESET"],
  [/timed out|ReadTimeout|ConnectTimeout/i, "ETIMEDOUT"],
  [/Max retries exceeded|NewConnectionError|ProxyError|Network is unreachable/, "ECONNREFUSED"],
];

const ANNOUNCEMENT = /^The command failed with an unexpected error|^Error loading command module/;

/** Tells, from its exit code and stderr, why az got no answer. Nothing of stderr is passed on unredacted. */
export function azFailure(exit: { readonly code: number | undefined; readonly stderr: string }): AzFailure {
  // Everything before the first error is az's account of the request: it may hold the words looked for.
  const said = exit.stderr.slice(Math.max(0, exit.stderr.search(/^ERROR: /m)));
  const message = summaryOf(said);
  if (/az login|AADSTS\d+/.test(said)) return { kind: "error", error: notSignedIn(said, message) };
  const network = NETWORK.find(([pattern]) => pattern.test(said));
  if (network !== undefined) return { kind: "network", code: network[1], message };
  if (exit.code === 2) {
    return {
      kind: "error",
      error: new InternalError("AZ_USAGE", `az did not understand its arguments: ${message}`, {
        hint: "azlin is tested with az 2.74; 'az upgrade' brings an older one up to date.",
      }),
    };
  }
  return {
    kind: "error",
    error: new TransportError("AZ_FAILED", `az failed: ${message}`, {
      hint: "Run 'az account show' to see whether az itself works.",
      details: { exitCode: exit.code ?? null },
    }),
  };
}

function notSignedIn(said: string, message: string): AuthenticationError {
  const aadsts = /AADSTS\d+/.exec(said)?.[0];
  return new AuthenticationError("AZ_LOGIN_REQUIRED", `az could not get a token: ${message}`, {
    hint: "Run 'az login' (or 'az login --tenant TENANT') and try again.",
    ...(aadsts !== undefined && { details: { aadsts } }),
  });
}

/** The one line that says most: the first error that is not an announcement of a traceback or of a broken module. */
function summaryOf(said: string): string {
  const line = said
    .split(/\r?\n/)
    .map((text) => text.replace(/^ERROR: /, "").trim())
    .find((text) => text !== "" && !ANNOUNCEMENT.test(text));
  return redact(line ?? "it said nothing").slice(0, 500);
}
