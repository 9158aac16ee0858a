import { clientOptions, type AzureTransport } from "@azlin/core";
import type { ResourceGraphClient } from "@azure/arm-resourcegraph";
import type { ResourceManagementClient } from "@azure/arm-resources";

/** The official clients of one transport, each loaded and made when it is first asked for. */
export class ResourceClients {
  readonly transport: AzureTransport;
  readonly #resources = new Map<string, Promise<ResourceManagementClient>>();
  #graph: Promise<ResourceGraphClient> | undefined;

  constructor(transport: AzureTransport) {
    this.transport = transport;
  }

  of(subscriptionId: string): Promise<ResourceManagementClient> {
    const client = this.#resources.get(subscriptionId) ?? this.#make(subscriptionId);
    this.#resources.set(subscriptionId, client);
    return client;
  }

  graph(): Promise<ResourceGraphClient> {
    this.#graph ??= import("@azure/arm-resourcegraph").then(
      ({ ResourceGraphClient }) => new ResourceGraphClient(this.transport.credential, this.#options()),
    );
    return this.#graph;
  }

  /** Forgets the clients and with them their tokens: the next call signs in anew. */
  renew(): void {
    this.#resources.clear();
    this.#graph = undefined;
  }

  async #make(subscriptionId: string): Promise<ResourceManagementClient> {
    const { ResourceManagementClient } = await import("@azure/arm-resources");
    return new ResourceManagementClient(this.transport.credential, subscriptionId, this.#options());
  }

  #options(): ReturnType<typeof clientOptions> & { readonly retryOptions: { readonly maxRetries: number } } {
    // Retries are ours: the client's would run on another clock, and a delete that was sent twice would go unseen.
    return { ...clientOptions(this.transport, "azlin-cleanup"), retryOptions: { maxRetries: 0 } };
  }
}
