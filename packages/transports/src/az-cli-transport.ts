import { availableParallelism } from "node:os";
import { AZURE_PUBLIC_CLOUD, systemClock, type AzureTransport, type CloudEndpoints } from "@azlin/core";
import type { HttpClient } from "@azure/core-rest-pipeline";
import { azEnvironment } from "./az/az-environment.ts";
import { azRunner } from "./az/az-process.ts";
import { azRestClient } from "./az/az-rest-client.ts";
import { azTokenCredential } from "./az/az-token-credential.ts";
import { placeholderCredential } from "./az/placeholder-token.ts";
import { cachedCredential, type CachedCredentialOptions } from "./credentials/cached-credential.ts";
import { limiterPolicies, type LimiterOptions } from "./policies/limiter-policies.ts";

/** Options of {@link azCliTransport}. */
export interface AzCliTransportOptions extends LimiterOptions, CachedCredentialOptions {
  /**
   * `token`: az gives tokens, kept in memory, and requests go out from this process.
   * `rest`: every request is one `az rest` process, for places where tokens may not leave az.
   */
  readonly mode: "token" | "rest";
  /** Default: `az`, looked up in PATH. */
  readonly azPath?: string;
  /** az's configuration directory. Default: `AZURE_CONFIG_DIR`, else az's own. */
  readonly configDirectory?: string;
  /** Subscriptions to work in. Default: none named, which means every one that the credential sees. */
  readonly subscriptionIds?: readonly string[];
  /** Tenant to ask tokens for, in `token` mode. Default: the one az is signed in to. */
  readonly tenantId?: string;
  /** Default: the public cloud. */
  readonly cloud?: CloudEndpoints;
  /** How many az processes may run at a time in `rest` mode. Default: two per core. */
  readonly concurrency?: number;
  /** Milliseconds until an az process is ended. Default: two minutes. */
  readonly timeoutMs?: number;
  /** Variables added to (or, with `undefined`, taken from) what az sees of this process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Carries the requests in `token` mode. Default: the official clients' own HTTPS. */
  readonly httpClient?: HttpClient;
}

/** Reaches Azure as whoever is signed in to the Azure CLI. */
export function azCliTransport(options: AzCliTransportOptions): AzureTransport {
  const { cloud = AZURE_PUBLIC_CLOUD, subscriptionIds = [], tenantId } = options;
  return {
    ...(options.mode === "token" ? tokenMode(options) : restMode(options)),
    policies: limiterPolicies(options),
    cloud,
    subscriptionIds: [...subscriptionIds],
    ...(tenantId !== undefined && { tenantId }),
  };
}

type Mode = Pick<AzureTransport, "name" | "credential" | "httpClient">;

function tokenMode(options: AzCliTransportOptions): Mode {
  const credential = azTokenCredential(runnerOf(options), options.tenantId);
  return {
    name: "az-token",
    credential: cachedCredential(credential, options),
    ...(options.httpClient !== undefined && { httpClient: options.httpClient }),
  };
}

function restMode(options: AzCliTransportOptions): Mode {
  const { clock = systemClock, concurrency = 2 * availableParallelism() } = options;
  return {
    name: "az-rest",
    credential: placeholderCredential(clock),
    httpClient: azRestClient(runnerOf(options), concurrency),
  };
}

function runnerOf(options: AzCliTransportOptions): ReturnType<typeof azRunner> {
  const environment = azEnvironment({
    from: process.env,
    ...(options.configDirectory !== undefined && { configDirectory: options.configDirectory }),
    ...(options.env !== undefined && { extra: options.env }),
  });
  return azRunner({ azPath: options.azPath ?? "az", environment, timeoutMs: options.timeoutMs ?? 120_000 });
}
