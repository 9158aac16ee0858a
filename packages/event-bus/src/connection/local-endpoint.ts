import { ValidationError } from "@azlin/core";

/** Where a local broker listens. */
export interface LocalEndpoint {
  readonly host: string;
  readonly port: number;
}

const AMQP_PORT = 5672;

/**
 * The place of a local broker in a connection string; `undefined` when it names a namespace in Azure.
 *
 * @throws ValidationError (`EMULATOR_NOT_LOCAL`) when `UseDevelopmentEmulator=true` goes with another machine: the client
 * would send everything, its key included, without TLS; (`INVALID_CONNECTION_STRING`) when there is no endpoint.
 */
export function parseLocalEndpoint(connectionString: string): LocalEndpoint | undefined {
  const parts = new Map(
    connectionString.split(";").map((part) => {
      const at = part.indexOf("=");
      return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()] as const;
    }),
  );
  const url = endpointUrl(parts.get("endpoint"));
  if (parts.get("usedevelopmentemulator")?.toLowerCase() !== "true") return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  requireLoopback(host);
  return { host, port: url.port === "" ? AMQP_PORT : Number(url.port) };
}

/** @throws ValidationError (`EMULATOR_NOT_LOCAL`) for another machine: there is no TLS on the way. */
export function requireLoopback(host: string): void {
  if (isLoopback(host)) return;
  throw new ValidationError(
    "EMULATOR_NOT_LOCAL",
    `There would be no TLS on the way to '${host}', which is not this machine.`,
    {
      hint: "Leave UseDevelopmentEmulator and localEndpoint out for a namespace in Azure.",
    },
  );
}

function endpointUrl(endpoint: string | undefined): URL {
  // URL reads host and port of schemes that it knows.
  const text = (endpoint ?? "").replace(/^sb:/i, "http:");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && url.hostname !== "") return url;
  throw new ValidationError("INVALID_CONNECTION_STRING", "The connection string has no endpoint.", {
    hint: "It looks like Endpoint=sb://NAMESPACE.servicebus.windows.net/;SharedAccessKeyName=…;SharedAccessKey=….",
  });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
