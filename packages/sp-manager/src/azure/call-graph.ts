import type { AbortOptions } from "@azlin/core";
import type { GraphRequest } from "@microsoft/microsoft-graph-client";
import type { IdentityAzure } from "./identity-azure.ts";

/** Told by the middleware when a request did not get through: the client keeps of that error no more than its name. */
export type FailureListener = (error: unknown) => void;

/** One call of Graph. */
export interface GraphSend<T> extends AbortOptions {
  /** Path below the version, or the whole address of a page. */
  readonly path: string;
  readonly send: (request: GraphRequest) => Promise<T>;
}

/**
 * Calls Graph with its official client.
 *
 * @throws GraphError for what Graph answers; what the transport threw when there was no answer.
 */
export async function callGraph<T>({ clients }: IdentityAzure, { path, send, signal }: GraphSend<T>): Promise<T> {
  const graph = await clients.graph();
  let failure: { readonly error: unknown } | undefined;
  const onFailure: FailureListener = (error) => {
    failure = { error };
  };
  try {
    return await send(graph.api(path).options({ onFailure, ...(signal !== undefined && { signal }) }));
  } catch (error) {
    throw failure === undefined ? error : failure.error;
  }
}
