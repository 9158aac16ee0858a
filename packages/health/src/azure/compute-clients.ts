import { clientOptions, type AzureTransport } from "@azlin/core";
import type { ComputeManagementClient } from "@azure/arm-compute";

/** The compute clients of a transport, one for each subscription, made when they are needed. */
export class ComputeClients {
  readonly #transport: AzureTransport;
  readonly #product: string;
  readonly #clients = new Map<string, Promise<ComputeManagementClient>>();

  /** @param product - how requests call themselves, `azlin-health`. */
  constructor(transport: AzureTransport, product: string) {
    this.#transport = transport;
    this.#product = product;
  }

  of(subscriptionId: string): Promise<ComputeManagementClient> {
    const client = this.#clients.get(subscriptionId) ?? this.#make(subscriptionId);
    this.#clients.set(subscriptionId, client);
    return client;
  }

  async #make(subscriptionId: string): Promise<ComputeManagementClient> {
    const { ComputeManagementClient } = await import("@azure/arm-compute");
    return new ComputeManagementClient(this.#transport.credential, subscriptionId, {
      ...clientOptions(this.#transport, this.#product),
      // Retries are ours: the client's would outlast the time that a reading has, and hide why.
      retryOptions: { maxRetries: 0 },
    });
  }
}
