import { clientOptions, type AzureTransport } from "@azlin/core";
import type { ComputeManagementClient } from "@azure/arm-compute";
import type { ResourceGraphClient } from "@azure/arm-resourcegraph";
import type { ResourceManagementClient } from "@azure/arm-resources";
import type { SubscriptionClient } from "@azure/arm-resources-subscriptions";

/** The official Azure clients of one transport, each loaded and made when it is first asked for. */
export class AzureClients {
  readonly transport: AzureTransport;
  readonly #product: string;
  readonly #resources = new Map<string, Promise<ResourceManagementClient>>();
  readonly #compute = new Map<string, Promise<ComputeManagementClient>>();
  #graph: Promise<ResourceGraphClient> | undefined;
  #subscriptions: Promise<SubscriptionClient> | undefined;

  /** @param product - what the clients name in their user agent. */
  constructor(transport: AzureTransport, product: string = "azlin-tags") {
    this.transport = transport;
    this.#product = product;
  }

  resources(subscriptionId: string): Promise<ResourceManagementClient> {
    return remember(this.#resources, subscriptionId, async () => {
      const { ResourceManagementClient } = await import("@azure/arm-resources");
      return new ResourceManagementClient(this.transport.credential, subscriptionId, this.#options());
    });
  }

  compute(subscriptionId: string): Promise<ComputeManagementClient> {
    return remember(this.#compute, subscriptionId, async () => {
      const { ComputeManagementClient } = await import("@azure/arm-compute");
      return new ComputeManagementClient(this.transport.credential, subscriptionId, this.#options());
    });
  }

  graph(): Promise<ResourceGraphClient> {
    this.#graph ??= import("@azure/arm-resourcegraph").then(
      ({ ResourceGraphClient }) => new ResourceGraphClient(this.transport.credential, this.#options()),
    );
    return this.#graph;
  }

  subscriptions(): Promise<SubscriptionClient> {
    this.#subscriptions ??= import("@azure/arm-resources-subscriptions").then(
      ({ SubscriptionClient }) => new SubscriptionClient(this.transport.credential, this.#options()),
    );
    return this.#subscriptions;
  }

  #options(): ReturnType<typeof clientOptions> {
    return clientOptions(this.transport, this.#product);
  }
}

function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const present = known.get(key) ?? make();
  known.set(key, present);
  return present;
}
