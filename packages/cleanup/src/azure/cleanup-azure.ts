import {
  silentLogger,
  systemClock,
  systemRandom,
  ValidationError,
  type AzureTransport,
  type Clock,
  type Logger,
  type Random,
} from "@azlin/core";
import { ApiVersions } from "./api-versions.ts";
import { ResourceClients } from "./resource-clients.ts";

/** Options of {@link cleanupAzure}. */
export interface CleanupAzureOptions {
  readonly transport: AzureTransport;
  /** Subscriptions to work in, and no others. Default: the transport's. */
  readonly subscriptionIds?: readonly string[];
  /** Versions to use for types instead of the newest stable one, `{ "Microsoft.Compute/disks": "2024-03-02" }`. */
  readonly apiVersions?: Readonly<Record<string, string>>;
  /** Milliseconds between the first polls of a deletion; later ones wait longer. Default: the transport's, else 2,000. */
  readonly pollIntervalMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Default: the system's. */
  readonly random?: Random;
  /** Default: silent. */
  readonly logger?: Logger;
}

/** An Azure as the functions of this package use it. */
export interface CleanupAzure {
  readonly transport: AzureTransport;
  readonly clients: ResourceClients;
  readonly apiVersions: ApiVersions;
  readonly subscriptionIds: readonly string[];
  readonly pollIntervalMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/**
 * Makes a {@link CleanupAzure}; nothing is asked of Azure yet. Requests are limited by the limiter of the transport,
 * which everything else that uses the transport shares.
 *
 * @throws ValidationError (`NO_SUBSCRIPTIONS`): "all that I can see" is not a scope to delete in or to prove empty.
 */
export function cleanupAzure(options: CleanupAzureOptions): CleanupAzure {
  const { transport, clock = systemClock, random = systemRandom, logger = silentLogger } = options;
  const subscriptionIds = options.subscriptionIds ?? transport.subscriptionIds;
  if (subscriptionIds.length === 0) {
    throw new ValidationError("NO_SUBSCRIPTIONS", "No subscription was named to clean up in.", {
      hint: "Name the subscriptions: what cannot be seen can be neither deleted nor proved gone.",
    });
  }
  const clients = new ResourceClients(transport);
  return {
    transport,
    clients,
    apiVersions: new ApiVersions({ clients, clock, random, chosen: options.apiVersions ?? {} }),
    subscriptionIds,
    pollIntervalMs: options.pollIntervalMs ?? transport.pollIntervalMs ?? 2_000,
    clock,
    random,
    logger,
  };
}
