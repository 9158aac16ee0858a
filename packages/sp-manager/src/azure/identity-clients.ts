import { clientOptions, type AzureTransport } from "@azlin/core";
import type { AuthorizationManagementClient } from "@azure/arm-authorization";
import type { SecretClient } from "@azure/keyvault-secrets";
import type { Client } from "@microsoft/microsoft-graph-client";

/** Retries are ours: the clients' own would run on another clock, and write twice what was not seen to be written. */
const ONCE = { retryOptions: { maxRetries: 0 } };

/** The official clients of one transport, each loaded and made when it is first asked for. */
export class IdentityClients {
  readonly transport: AzureTransport;
  readonly #authorization = new Map<string, Promise<AuthorizationManagementClient>>();
  readonly #secrets = new Map<string, Promise<SecretClient>>();
  #graph: Promise<Client> | undefined;

  constructor(transport: AzureTransport) {
    this.transport = transport;
  }

  /** Microsoft Graph. */
  graph(): Promise<Client> {
    this.#graph ??= this.#makeGraph();
    return this.#graph;
  }

  /** Role definitions and assignments. */
  authorization(subscriptionId: string): Promise<AuthorizationManagementClient> {
    return kept(this.#authorization, subscriptionId, async () => {
      const { AuthorizationManagementClient } = await import("@azure/arm-authorization");
      const options = { ...clientOptions(this.transport, "azlin-sp-manager"), ...ONCE };
      return new AuthorizationManagementClient(this.transport.credential, subscriptionId, options);
    });
  }

  /** Secrets of a vault. */
  secrets(vaultUrl: string): Promise<SecretClient> {
    return kept(this.#secrets, vaultUrl, async () => {
      const { SecretClient } = await import("@azure/keyvault-secrets");
      const { credential, httpClient, policies = [] } = this.transport;
      return new SecretClient(vaultUrl, credential, {
        userAgentOptions: { userAgentPrefix: "azlin-sp-manager" },
        additionalPolicies: [...policies],
        ...(httpClient !== undefined && { httpClient }),
        ...ONCE,
      });
    });
  }

  async #makeGraph(): Promise<Client> {
    const [{ Client }, { graphMiddleware }] = await Promise.all([
      import("@microsoft/microsoft-graph-client"),
      import("./graph-middleware.ts"),
    ]);
    const baseUrl = `${this.transport.cloud.graph}/`;
    return Client.initWithMiddleware({ baseUrl, middleware: graphMiddleware(this.transport) });
  }
}

function kept<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const client = made.get(key) ?? make();
  made.set(key, client);
  return client;
}
