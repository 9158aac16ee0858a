import type { AbortOptions } from "@azlin/core";
import type { Application } from "../azure/applications.ts";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { listDirectory, odataText } from "../azure/list-directory.ts";
import { MANAGED_TAG, parseApplicationTags, type ApplicationFacts } from "../names/application-tags.ts";

/** An identity of ours as the directory has it. */
export interface ManagedIdentity extends ApplicationFacts {
  readonly spName: string;
  readonly clientId: string;
  readonly applicationObjectId: string;
  /** ISO 8601. */
  readonly createdAt: string | null;
}

const FIELDS = ["id", "appId", "displayName", "tags", "createdDateTime"];

/** Which identities. Default: all. */
export interface ManagedIdentityQuery extends AbortOptions {
  /** Only those with this display name. */
  readonly spName?: string;
}

/**
 * Lists the identities that this package made, by the tag that it puts on them: what merely has a name like theirs is not
 * among them.
 *
 * @throws AzlinError: what was not listed may be there all the same.
 */
export async function* listManagedIdentities(
  azure: IdentityAzure,
  { spName, signal }: ManagedIdentityQuery = {},
): AsyncGenerator<ManagedIdentity> {
  const ours = `tags/any(t:t eq ${odataText(MANAGED_TAG)})`;
  const filter = spName === undefined ? ours : `displayName eq ${odataText(spName)}`;
  for await (const one of listDirectory<Application>(azure, {
    path: "/applications",
    filter,
    select: FIELDS,
    signal,
  })) {
    const identity = managedIdentity(one);
    if (identity !== undefined) yield identity;
  }
}

/** What an application tells of itself; `undefined` when it is none of ours. */
export function managedIdentity(application: Application): ManagedIdentity | undefined {
  const facts = parseApplicationTags(application.tags);
  if (facts === undefined) return undefined;
  const { id, appId, displayName, createdDateTime = null } = application;
  return { ...facts, spName: displayName, clientId: appId, applicationObjectId: id, createdAt: createdDateTime };
}
