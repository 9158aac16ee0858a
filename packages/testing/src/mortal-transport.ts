import type { AzureTransport } from "@azlin/core";

/** How a process dies: at which request, and whether Azure still got it. */
export interface Death {
  /** Number of the request, from 1. */
  readonly atRequest: number;
  readonly when: "before" | "after";
}

/** A transport of a process that dies. */
export interface MortalTransport {
  readonly transport: AzureTransport;
  /** Requests that were made. */
  readonly requests: () => number;
  /** Resolves when it has died. */
  readonly death: Promise<void>;
}

/**
 * A transport whose process dies at a request: nothing after it happens, no answer comes, and nobody is told. That is how kill -9
 * looks from Azure.
 */
export function mortalTransport(transport: AzureTransport, { atRequest, when }: Death): MortalTransport {
  let requests = 0;
  let die = (): void => {};
  const death = new Promise<void>((resolve) => {
    die = resolve;
  });
  const { httpClient } = transport;
  if (httpClient === undefined) throw new Error("A mortal process needs the HTTP client of a local Azure.");
  return {
    death,
    requests: () => requests,
    transport: {
      ...transport,
      httpClient: {
        sendRequest: async (request) => {
          requests += 1;
          if (requests < atRequest) return httpClient.sendRequest(request);
          if (requests === atRequest && when === "after") await httpClient.sendRequest(request);
          die();
          return new Promise(() => {});
        },
      },
    },
  };
}
