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
import { ContainerClients } from "./container-clients.ts";

/** Options of {@link containersAzure}. */
export interface ContainersAzureOptions {
  readonly transport: AzureTransport;
  /** Subscription of the environment and of what is deployed. Default: the transport's, when it is one. */
  readonly subscriptionId?: string | undefined;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Default: the system's. */
  readonly random?: Random;
  /** Default: silent. */
  readonly logger?: Logger;
}

/** An Azure as the functions of this package use it. */
export interface ContainersAzure {
  readonly transport: AzureTransport;
  readonly subscriptionId: string;
  readonly clients: ContainerClients;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/**
 * Makes a {@link ContainersAzure}; nothing is asked of Azure yet.
 *
 * @throws ValidationError (`SUBSCRIPTION_REQUIRED`) when it is not clear which subscription is meant.
 */
export function containersAzure(options: ContainersAzureOptions): ContainersAzure {
  const { transport, clock = systemClock, random = systemRandom, logger = silentLogger } = options;
  const [only, ...others] = transport.subscriptionIds;
  const subscriptionId = options.subscriptionId ?? (others.length === 0 ? only : undefined);
  if (subscriptionId === undefined || subscriptionId === "") {
    throw new ValidationError("SUBSCRIPTION_REQUIRED", "It is not clear which subscription containers belong to.", {
      hint: "Name one subscription.",
    });
  }
  const clients = new ContainerClients(transport, subscriptionId);
  return { transport, subscriptionId, clients, clock, random, logger };
}
