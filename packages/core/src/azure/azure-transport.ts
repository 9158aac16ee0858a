import type { TokenCredential } from "@azure/core-auth";
import type { HttpClient, PipelinePolicy } from "@azure/core-rest-pipeline";
import { operationErrorPolicy } from "./policies/operation-error-policy.ts";
import { throttleHintPolicy } from "./policies/throttle-hint-policy.ts";
import type { CloudEndpoints } from "./cloud-endpoints.ts";

/** Names of the ways to reach an Azure. */
export type TransportName = "sdk" | "az-token" | "az-rest" | "emulator";

/**
 * How requests reach an Azure and who signs them: the one seam between our packages and Azure.
 * It is not a list of operations; packages build the official clients from it with {@link clientOptions}.
 */
export interface AzureTransport {
  readonly name: TransportName;
  readonly credential: TokenCredential;
  /** Carries the requests; absent means the client's own HTTPS. */
  readonly httpClient?: HttpClient;
  /** Policies of this transport's own, such as a limiter; {@link clientOptions} adds those that every client gets. */
  readonly policies?: readonly TransportPolicy[];
  readonly cloud: CloudEndpoints;
  readonly tenantId?: string;
  /** Subscriptions to work in; empty means: every enabled one that the credential sees. */
  readonly subscriptionIds: readonly string[];
  /**
   * Milliseconds between polls of a long-running operation when the answer names none.
   * Real clouds leave it to the client (2,000); the local one asks for less.
   */
  readonly pollIntervalMs?: number;
}

/** A pipeline policy and whether it sees a call once or every try of it. */
export interface TransportPolicy {
  readonly policy: PipelinePolicy;
  readonly position: "perCall" | "perRetry";
}

/** The options by which an official Azure client is pointed at a transport. */
export interface TransportClientOptions {
  readonly endpoint: string;
  readonly credentialScopes: string[];
  readonly credentials: { readonly scopes: string[] };
  readonly userAgentOptions: { readonly userAgentPrefix: string };
  readonly additionalPolicies: TransportPolicy[];
  readonly httpClient?: HttpClient;
}

/**
 * Options for an official ARM client: `new ComputeManagementClient(t.credential, subscriptionId, clientOptions(t))`.
 * On every transport the client then keeps the error of a failed operation and retries a 429 that does not say when.
 *
 * @param product - what to name in the user agent, `azlin-tags`.
 */
export function clientOptions(transport: AzureTransport, product = "azlin"): TransportClientOptions {
  const scope = `${transport.cloud.resourceManagerAudience}/.default`;
  return {
    endpoint: transport.cloud.resourceManager,
    // The two client generations read their scope from different options.
    credentialScopes: [scope],
    credentials: { scopes: [scope] },
    userAgentOptions: { userAgentPrefix: product },
    additionalPolicies: [
      { policy: operationErrorPolicy(), position: "perCall" },
      ...(transport.policies ?? []),
      // Below a limiter, which then pauses for as long as the client does.
      { policy: throttleHintPolicy(), position: "perRetry" },
    ],
    ...(transport.httpClient !== undefined && { httpClient: transport.httpClient }),
  };
}

/** Options for a long-running call of an official client: how often to poll on this transport. */
export function pollOptions(transport: AzureTransport): { updateIntervalInMs?: number } {
  return transport.pollIntervalMs === undefined ? {} : { updateIntervalInMs: transport.pollIntervalMs };
}
