import {
  silentLogger,
  systemClock,
  systemRandom,
  type AzureTransport,
  type Clock,
  type Logger,
  type Random,
} from "@azlin/core";
import { IdentityClients } from "./identity-clients.ts";

/** Options of {@link identityAzure}. */
export interface IdentityAzureOptions {
  readonly transport: AzureTransport;
  /** Milliseconds for which what was just made may be missing elsewhere in the directory. Default: 600,000. */
  readonly replicationDeadlineMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Default: the system's. */
  readonly random?: Random;
  /** Default: silent. */
  readonly logger?: Logger;
}

/** An Azure, with its directory and vaults, as the functions of this package use it. */
export interface IdentityAzure {
  readonly transport: AzureTransport;
  readonly clients: IdentityClients;
  readonly replicationDeadlineMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Makes an {@link IdentityAzure}; nothing is asked of Azure yet. */
export function identityAzure(options: IdentityAzureOptions): IdentityAzure {
  const { transport, clock = systemClock, random = systemRandom, logger = silentLogger } = options;
  const { replicationDeadlineMs = 600_000 } = options;
  return { transport, clients: new IdentityClients(transport), replicationDeadlineMs, clock, random, logger };
}
