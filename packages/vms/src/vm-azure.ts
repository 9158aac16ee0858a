import {
  silentLogger,
  systemClock,
  withDeadline,
  type AzureTransport,
  type Clock,
  type Logger,
  type OperationOptions,
} from "@azlin/core";
import { AzureClients, SubscriptionScope, TagsApi } from "@azlin/tags";

/** Options of {@link vmAzure}. */
export interface VmAzureOptions {
  readonly transport: AzureTransport;
  readonly clock?: Clock;
  /** Default: silent. */
  readonly logger?: Logger;
}

/** An Azure as the functions of this package use it: the clients of one transport, made when they are needed. */
export interface VmAzure {
  readonly transport: AzureTransport;
  readonly clients: AzureClients;
  readonly subscriptions: SubscriptionScope;
  readonly tagsApi: TagsApi;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Makes a {@link VmAzure}; nothing is asked of Azure yet. */
export function vmAzure({ transport, clock = systemClock, logger = silentLogger }: VmAzureOptions): VmAzure {
  const clients = new AzureClients(transport, "azlin-vms");
  return {
    transport,
    clients,
    subscriptions: new SubscriptionScope(clients),
    tagsApi: new TagsApi(clients),
    clock,
    logger,
  };
}

/** Runs a read within the time and by the signal that its caller gave. */
export function timed<T>(
  { clock }: VmAzure,
  operation: string,
  { run, ...options }: OperationOptions & { readonly run: (signal: AbortSignal) => Promise<T> },
): Promise<T> {
  return withDeadline(operation, { ...options, clock }, run);
}
