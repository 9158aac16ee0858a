import { callOptions, toAzlinError, type AbortOptions } from "@azlin/core";
import type { AzureClients } from "./azure-clients.ts";

/** The subscriptions to work in: those the transport names, else every enabled one that the credential sees. */
export class SubscriptionScope {
  readonly #clients: AzureClients;
  #found: Promise<readonly string[]> | undefined;

  constructor(clients: AzureClients) {
    this.#clients = clients;
  }

  /**
   * Subscription ids. Asked of Azure once, unless that fails.
   *
   * @throws AzlinError as translated, for instance AuthenticationError (`NOT_SIGNED_IN`).
   */
  ids(options: AbortOptions = {}): Promise<readonly string[]> {
    const { subscriptionIds } = this.#clients.transport;
    if (subscriptionIds.length > 0) return Promise.resolve(subscriptionIds);
    this.#found ??= this.#list(options).catch((error: unknown) => {
      this.#found = undefined;
      throw error;
    });
    return this.#found;
  }

  async #list({ signal }: AbortOptions): Promise<readonly string[]> {
    try {
      const client = await this.#clients.subscriptions();
      const ids: string[] = [];
      for await (const { subscriptionId, state } of client.subscriptions.list(callOptions({ signal }))) {
        if (subscriptionId !== undefined && state === "Enabled") ids.push(subscriptionId);
      }
      return ids;
    } catch (error) {
      const action = "Microsoft.Resources/subscriptions/read";
      throw toAzlinError(error, { operation: "list subscriptions", action, signal });
    }
  }
}
