import { AZURE_PUBLIC_CLOUD, systemClock, type AzureTransport } from "@azlin/core";
import { cachedCredential, type CachedCredentialOptions } from "./credentials/cached-credential.ts";
import { clientSecretCredential } from "./loopback/client-secret-credential.ts";
import { loopbackHttpClient } from "./loopback/loopback-http-client.ts";
import { requireLoopback } from "./loopback/require-loopback.ts";
import { limiterPolicies, type LimiterOptions } from "./policies/limiter-policies.ts";

/** Options of {@link emulatorTransport}. */
export interface EmulatorTransportOptions extends LimiterOptions, CachedCredentialOptions {
  /** Where the local Azure listens for plain HTTP, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Subscriptions to work in. Default: none named, which means every one there is. */
  readonly subscriptionIds?: readonly string[];
  /** Default: the local Azure's first tenant. */
  readonly tenantId?: string;
  /** Default: the local Azure's administrator. */
  readonly clientId?: string;
  /** Default: the administrator's. */
  readonly clientSecret?: string;
}

/** Tenant and administrator that every local Azure is made with. */
const DEFAULT_TENANT_ID = "00000000-0000-4000-8000-000000007e47";
const DEFAULT_CLIENT_ID = "00000000-0000-4000-8000-00000000a271";
const DEFAULT_CLIENT_SECRET = "local-administrator";
/** A local operation ends in milliseconds: the clients' own two seconds would be most of a command's time. */
const POLL_INTERVAL_MS = 25;

/**
 * Reaches a local Azure in another process of this machine. Production URLs stay in use.
 *
 * @throws ValidationError (`NOT_LOOPBACK`) when `url` is not an HTTP server on this machine.
 */
export function emulatorTransport(options: EmulatorTransportOptions): AzureTransport {
  const origin = requireLoopback(options.url);
  const tenantId = options.tenantId ?? DEFAULT_TENANT_ID;
  const credential = clientSecretCredential({
    origin,
    tenantId,
    clientId: options.clientId ?? DEFAULT_CLIENT_ID,
    clientSecret: options.clientSecret ?? DEFAULT_CLIENT_SECRET,
    clock: options.clock ?? systemClock,
  });
  return {
    name: "emulator",
    credential: cachedCredential(credential, options),
    httpClient: loopbackHttpClient(origin),
    policies: limiterPolicies(options),
    cloud: { ...AZURE_PUBLIC_CLOUD, guestHost: new URL(origin).hostname },
    tenantId,
    subscriptionIds: [...(options.subscriptionIds ?? [])],
    pollIntervalMs: POLL_INTERVAL_MS,
  };
}
