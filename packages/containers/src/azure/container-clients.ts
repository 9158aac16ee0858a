import { clientOptions, type AzureTransport } from "@azlin/core";
import type { ContainerAppsAPIClient } from "@azure/arm-appcontainers";

/** The official client of one subscription, loaded and made when it is first asked for. */
export class ContainerClients {
  readonly #transport: AzureTransport;
  readonly #subscriptionId: string;
  #client: Promise<ContainerAppsAPIClient> | undefined;

  constructor(transport: AzureTransport, subscriptionId: string) {
    this.#transport = transport;
    this.#subscriptionId = subscriptionId;
  }

  containers(): Promise<ContainerAppsAPIClient> {
    this.#client ??= this.#make();
    return this.#client;
  }

  async #make(): Promise<ContainerAppsAPIClient> {
    const { ContainerAppsAPIClient } = await import("@azure/arm-appcontainers");
    const { credential } = this.#transport;
    // Retries are ours: the client's own would run on another clock.
    const options = { ...clientOptions(this.#transport, "azlin-containers"), retryOptions: { maxRetries: 0 } };
    return new ContainerAppsAPIClient(credential, this.#subscriptionId, options);
  }
}
