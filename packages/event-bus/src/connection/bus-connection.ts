import { systemClock, ValidationError, type Clock } from "@azlin/core";
import type { TokenCredential } from "@azure/core-auth";
import type { RetryMode, ServiceBusClient, ServiceBusClientOptions } from "@azure/service-bus";
import { parseLocalEndpoint, requireLoopback, type LocalEndpoint } from "./local-endpoint.ts";
import { steadyCredential } from "./steady-credential.ts";
import { tcpAsWebSocket, type ClientWebSocketClass } from "./tcp-as-web-socket.ts";

/** How the client tries again. Milliseconds. */
export interface BusRetryOptions {
  /** Default 3. */
  readonly maxRetries?: number;
  /** Default 500, and twice as much each time. */
  readonly retryDelayInMs?: number;
  /** Default 10,000. */
  readonly maxRetryDelayInMs?: number;
  /** How long an answer may take. Default 10,000. */
  readonly timeoutInMs?: number;
}

/** Where a Service Bus namespace is, and who asks. */
export interface BusConnectionOptions {
  /** Host name of the namespace, `haymaker.servicebus.windows.net`; with `credential`. */
  readonly namespace?: string;
  /** Signs in to `namespace`. */
  readonly credential?: TokenCredential;
  /** Instead of the two: a connection string. `UseDevelopmentEmulator=true`, which turns TLS off, only for this machine. */
  readonly connectionString?: string;
  /** Where on this machine a broker serves `namespace`, without TLS: the local Azure. */
  readonly localEndpoint?: LocalEndpoint;
  /** A class for the connection: `ws` behind a proxy, or one that leads to a broker in this process. Default: AMQP over TLS. */
  readonly webSocket?: ClientWebSocketClass;
  readonly retryOptions?: BusRetryOptions;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/**
 * Makes the official client. Nothing is connected yet.
 *
 * @throws ValidationError (`NO_CONNECTION`) without a connection string or a namespace with a credential,
 * (`EMULATOR_NOT_LOCAL`) for a connection without TLS to another machine, (`INVALID_CONNECTION_STRING`).
 */
export async function connectBus(options: BusConnectionOptions): Promise<ServiceBusClient> {
  assertBusConnection(options);
  const { RetryMode, ServiceBusClient } = await import("@azure/service-bus");
  const { connectionString, namespace, credential, clock = systemClock } = options;
  if (connectionString !== undefined) {
    const webSocket = options.webSocket ?? localSocket(connectionString);
    return new ServiceBusClient(connectionString, clientOptions(options, { webSocket, mode: RetryMode.Exponential }));
  }
  const steady = steadyCredential(credential!, clock);
  return new ServiceBusClient(
    namespace!,
    steady,
    clientOptions(options, { webSocket: namespaceSocket(options), mode: RetryMode.Exponential }),
  );
}

/** @throws as {@link connectBus}, before anything is loaded. */
export function assertBusConnection(options: BusConnectionOptions): void {
  const { connectionString, namespace, credential, localEndpoint } = options;
  if (localEndpoint !== undefined) requireLoopback(localEndpoint.host);
  if (connectionString !== undefined) {
    parseLocalEndpoint(connectionString);
    return;
  }
  if (namespace !== undefined && credential !== undefined) return;
  throw new ValidationError("NO_CONNECTION", "There is no way to the event bus.", {
    hint: "Give namespace and credential, or connectionString.",
  });
}

function namespaceSocket({ webSocket, localEndpoint }: BusConnectionOptions): ClientWebSocketClass | undefined {
  return webSocket ?? (localEndpoint && tcpAsWebSocket(localEndpoint));
}

function localSocket(connectionString: string): ClientWebSocketClass | undefined {
  const local = parseLocalEndpoint(connectionString);
  return local === undefined ? undefined : tcpAsWebSocket(local);
}

function clientOptions(
  { retryOptions }: BusConnectionOptions,
  { webSocket, mode }: { readonly webSocket: ClientWebSocketClass | undefined; readonly mode: RetryMode },
): ServiceBusClientOptions {
  return {
    retryOptions: {
      maxRetries: 3,
      retryDelayInMs: 500,
      maxRetryDelayInMs: 10_000,
      timeoutInMs: 10_000,
      mode,
      ...retryOptions,
    },
    // The client's type asks for more of a WebSocket than the client uses.
    ...(webSocket !== undefined && { webSocketOptions: { webSocket: webSocket as never } }),
  };
}
