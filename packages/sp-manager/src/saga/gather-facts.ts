import { randomGuid, type AbortOptions } from "@azlin/core";
import { byUniqueName, getApplication } from "../azure/applications.ts";
import { findRoles } from "../azure/find-roles.ts";
import { findRunGroups } from "../azure/find-run-groups.ts";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { ownerOfSecret } from "../azure/vault-secrets.ts";
import { parseApplicationTags } from "../names/application-tags.ts";
import { identityNames, type IdentityNames } from "../names/identity-names.ts";
import type { IdentityFacts, IdentityRequest } from "../plan/identity-request.ts";

/**
 * Reads what has to be known before an identity can be planned. Changes nothing.
 *
 * @throws ValidationError for names that cannot be; AzlinError when something cannot be read: then nothing is planned.
 */
export async function gatherIdentityFacts(
  azure: IdentityAzure,
  request: IdentityRequest,
  options: AbortOptions = {},
): Promise<IdentityFacts> {
  const names = identityNames(request);
  const [roles, runGroups, application, secret] = await Promise.all([
    findRoles(azure, request, options),
    request.scopes === undefined ? findRunGroups(azure, request, options) : [],
    whoseApplication(azure, names, options),
    whoseSecret(azure, { request, names }, options),
  ]);
  return { nowMs: azure.clock.now(), nonce: randomGuid(azure.random), roles, runGroups, application, secret };
}

async function whoseApplication(
  azure: IdentityAzure,
  { uniqueName }: IdentityNames,
  options: AbortOptions,
): Promise<IdentityFacts["application"]> {
  const found = await getApplication(azure, byUniqueName(uniqueName), options);
  if (found === undefined) return "none";
  return parseApplicationTags(found.tags) === undefined ? "foreign" : "ours";
}

async function whoseSecret(
  azure: IdentityAzure,
  { request, names }: { readonly request: IdentityRequest; readonly names: IdentityNames },
  options: AbortOptions,
): Promise<IdentityFacts["secret"]> {
  const { credential } = request;
  if (credential.kind !== "secret") return "none";
  return ownerOfSecret(azure, { vaultUrl: credential.vaultUrl, secretName: names.secretName }, options);
}
