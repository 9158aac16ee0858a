import { isAzlinError, type AbortOptions } from "@azlin/core";
import type { GraphRequest } from "@microsoft/microsoft-graph-client";
import { askAzure, askIfThere, type AzureRequest } from "./ask-azure.ts";
import { callGraph } from "./call-graph.ts";
import type { IdentityAzure } from "./identity-azure.ts";

/** An application of the directory, as far as it is read here. */
export interface Application {
  /** Object id. */
  readonly id: string;
  /** Client id. */
  readonly appId: string;
  readonly displayName: string;
  readonly uniqueName?: string | null;
  readonly tags?: readonly string[];
  readonly createdDateTime?: string | null;
  readonly deletedDateTime?: string | null;
  readonly passwordCredentials?: readonly PasswordCredential[];
}

/** A client secret of an application, without the secret. */
export interface PasswordCredential {
  readonly keyId: string;
  readonly displayName?: string | null;
  readonly startDateTime?: string | null;
  readonly endDateTime?: string | null;
}

const FIELDS = "id,appId,displayName,uniqueName,tags,createdDateTime,passwordCredentials";
const WRITE = "Application.ReadWrite.OwnedBy";
const READ = "Application.Read.All";

/** One call of Graph that has to do with applications. */
export interface GraphCall<T> extends Pick<AzureRequest<T>, "operation" | "isEarly" | "signal"> {
  readonly path: string;
  readonly send: (request: GraphRequest) => Promise<T>;
}

/** Asks Graph to change something. @throws AzlinError */
export function changeDirectory<T>(azure: IdentityAzure, call: GraphCall<T>): Promise<T> {
  return askAzure(azure, requestOf(azure, call, WRITE));
}

/** Asks Graph for something; `undefined` when it is not there. @throws AzlinError */
export function readDirectory<T>(azure: IdentityAzure, call: GraphCall<T>): Promise<T | undefined> {
  return askIfThere(azure, requestOf(azure, call, READ));
}

function requestOf<T>(azure: IdentityAzure, { path, send, ...rest }: GraphCall<T>, action: string): AzureRequest<T> {
  const run = (): Promise<T> => callGraph(azure, { path, send, signal: rest.signal });
  return { ...rest, action, run };
}

/** Path of an application by the key that was chosen for it. */
export function byUniqueName(uniqueName: string): string {
  return `/applications(uniqueName='${encodeURIComponent(uniqueName.replaceAll("'", "''"))}')`;
}

/** Reads an application; `undefined` when there is none. */
export function getApplication(
  azure: IdentityAzure,
  path: string,
  { signal }: AbortOptions = {},
): Promise<Application | undefined> {
  return readDirectory<Application>(azure, {
    operation: "read the application",
    path,
    signal,
    send: (request) => request.select(FIELDS).get() as Promise<Application>,
  });
}

/**
 * Makes an application under a key that was chosen for it, or changes the one that has it: asked for twice, it is made once.
 *
 * @throws AzlinError
 */
export async function upsertApplication(
  azure: IdentityAzure,
  uniqueName: string,
  { body, signal }: { readonly body: object } & AbortOptions,
): Promise<Application> {
  const made = await changeDirectory<Application | undefined>(azure, {
    operation: "make the application",
    path: byUniqueName(uniqueName),
    signal,
    send: (request) =>
      request.header("Prefer", "create-if-missing, return=representation").patch(body) as Promise<
        Application | undefined
      >,
  });
  if (made?.appId !== undefined) return made;
  return await changeDirectory<Application>(azure, {
    operation: "read the application that was just made",
    path: byUniqueName(uniqueName),
    signal,
    isEarly: isMissing,
    send: (request) => request.select(FIELDS).get() as Promise<Application>,
  });
}

/** Object id of the service principal of an application; `undefined` when there is none. @throws AzlinError */
export async function findPrincipal(
  azure: IdentityAzure,
  clientId: string,
  { signal }: AbortOptions = {},
): Promise<string | undefined> {
  const found = await readDirectory<{ readonly id: string }>(azure, {
    operation: "read the service principal",
    path: `/servicePrincipals(appId='${clientId}')`,
    signal,
    send: (request) => request.select("id").get() as Promise<{ readonly id: string }>,
  });
  return found?.id;
}

/** Whether an error says that something is not there. */
export function isMissing(error: unknown): boolean {
  return isAzlinError(error) && error.name === "NotFoundError";
}
