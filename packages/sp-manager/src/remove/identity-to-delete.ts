import { ConflictError, type AbortOptions } from "@azlin/core";
import { findPrincipal } from "../azure/applications.ts";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import type { SecretPlace } from "../azure/vault-secrets.ts";
import type { IdentityJournal } from "../journal/identity-journal.ts";
import { readSagas, type SagaState } from "../journal/open-sagas.ts";
import { listManagedIdentities, type ManagedIdentity } from "../manage/managed-identity.ts";
import type { ServicePrincipalDetails } from "../manage/service-principal-details.ts";

/** Everything that is known of an identity that is to go. */
export interface IdentityToDelete {
  readonly spName: string;
  readonly applicationObjectId: string | null;
  readonly principalId: string | null;
  /** When it was made, in milliseconds since the epoch, as far as it is known. */
  readonly madeAtMs: number | undefined;
  readonly secret: SecretPlace | null;
  /** Whether it is known to have no secret. */
  readonly hasNoSecret: boolean;
  /** Where its role assignments are. */
  readonly subscriptionIds: readonly string[];
}

/** Where it is looked for. */
export interface LookupOptions extends AbortOptions {
  readonly journal?: IdentityJournal;
  /** The vault in which its secret would be. Default: as the application or the journal says. */
  readonly vaultUrl?: string;
}

/**
 * Finds what belongs to an identity: in the directory, among what is ours alone, and in the journal, which knows of an
 * identity whose application is gone already.
 *
 * @throws ConflictError (`SP_NAME_AMBIGUOUS`); AzlinError.
 */
export async function findIdentityToDelete(
  azure: IdentityAzure,
  spName: string,
  options: LookupOptions,
): Promise<IdentityToDelete> {
  const identity = await findOwn(azure, spName, options);
  const saga = readSagas(options.journal?.entries ?? []).findLast(({ plan }) => plan.names.displayName === spName);
  const principalId = identity && (await findPrincipal(azure, identity.clientId, options));
  return {
    spName,
    applicationObjectId: identity?.applicationObjectId ?? null,
    principalId: principalId ?? principalIn(saga),
    madeAtMs: timeOf(identity?.createdAt),
    ...secretPart({ identity, saga }, options.vaultUrl, spName),
    subscriptionIds: subscriptionsOf(azure, [identity?.subscriptionId, saga?.plan.subscriptionId]),
  };
}

/** By what the application says, else the journal, else the names alone, which go together. */
function secretPart(
  { identity, saga }: { readonly identity: ManagedIdentity | undefined; readonly saga: SagaState | undefined },
  vaultUrl: string | undefined,
  spName: string,
): Pick<IdentityToDelete, "secret" | "hasNoSecret"> {
  if (identity !== undefined) {
    return { secret: identity.secret && placeOf(identity.secret), hasNoSecret: identity.secret === null };
  }
  if (saga !== undefined) return { secret: secretOf(saga), hasNoSecret: secretOf(saga) === null };
  return { secret: placeIn(vaultUrl, spName), hasNoSecret: false };
}

/** What belongs to an identity by what was told when it was made. */
export function identityToDelete(azure: IdentityAzure, details: ServicePrincipalDetails): IdentityToDelete {
  const { spName, applicationObjectId, principalId, secretReference, vaultUrl, roleAssignmentIds } = details;
  const secret = vaultUrl === null || secretReference === null ? null : { vaultUrl, secretName: secretReference };
  const subscriptionIds = subscriptionsOf(
    azure,
    roleAssignmentIds.map((id) => id.split("/")[2]),
  );
  const madeAtMs = timeOf(details.createdAt);
  return { spName, applicationObjectId, principalId, madeAtMs, secret, hasNoSecret: secret === null, subscriptionIds };
}

async function findOwn(
  azure: IdentityAzure,
  spName: string,
  { signal }: AbortOptions,
): Promise<ManagedIdentity | undefined> {
  const found: ManagedIdentity[] = [];
  for await (const one of listManagedIdentities(azure, { spName, signal })) found.push(one);
  if (found.length <= 1) return found[0];
  throw new ConflictError("SP_NAME_AMBIGUOUS", `${found.length} identities of azlin are called '${spName}'.`, {
    hint: "Delete them by what was told when they were made, or in the portal.",
    details: { applications: found.map(({ applicationObjectId }) => applicationObjectId) },
  });
}

function principalIn(saga: SagaState | undefined): string | null {
  return saga?.results.get("servicePrincipal")?.["principalId"] ?? null;
}

function timeOf(timestamp: string | null | undefined): number | undefined {
  const ms = Date.parse(timestamp ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

function secretOf({ plan: { credential } }: SagaState): SecretPlace | null {
  return credential.kind === "secret" ? { vaultUrl: credential.vaultUrl, secretName: credential.secretName } : null;
}

function placeOf({ vaultUrl, name }: NonNullable<ManagedIdentity["secret"]>): SecretPlace {
  return { vaultUrl, secretName: name };
}

function placeIn(vaultUrl: string | undefined, spName: string): SecretPlace | null {
  const scenario = /^AzureHayMaker-(?<scenario>.+)-admin$/.exec(spName)?.groups?.["scenario"];
  return vaultUrl === undefined || scenario === undefined
    ? null
    : { vaultUrl, secretName: `scenario-sp-${scenario}-secret` };
}

function subscriptionsOf({ transport }: IdentityAzure, known: readonly (string | null | undefined)[]): string[] {
  const ids = [...known, ...transport.subscriptionIds].filter((id) => id !== null && id !== undefined);
  return [...new Set(ids.map((id) => id.toLowerCase()))];
}
