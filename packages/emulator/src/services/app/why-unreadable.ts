import { isAllowed } from "../../arm/authorization.ts";
import { objectAt, objectsAt, textAt, textsAt } from "../../json/json.ts";
import type { ArmResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { findSecret, phaseOf } from "../key-vault/secrets/secret-lifetime.ts";
import { latestVersion } from "../key-vault/secrets/stored-secret.ts";
import { vaultNamed } from "../key-vault/vault-name.ts";
import { VAULT_TYPE } from "../key-vault/vault-types.ts";

const URL_OF_SECRET = /^https:\/\/([\w-]+)\.vault\.[\w.]+\/secrets\/([\w-]+)(?:\/([0-9a-f]*))?\/?$/i;
const GET_SECRET = "Microsoft.KeyVault/vaults/secrets/getSecret/action";

/** Why a principal cannot read the secret of that URL; `undefined` when nothing is in its way. */
export function whyUnreadable(world: World, url: string, principalId: string): string | undefined {
  const [, vaultName, name = "", version = ""] = URL_OF_SECRET.exec(url) ?? [];
  if (vaultName === undefined) return "the URL is not that of a secret";
  const vault = vaultNamed(world, VAULT_TYPE, vaultName);
  if (vault === undefined) return `the vault '${vaultName}' was not found`;
  if (!mayRead(world, vault, { principalId, name })) return "Forbidden";
  return isThere(world, vault, { name, version }) ? undefined : "SecretNotFound";
}

function mayRead(
  world: World,
  vault: ArmResource,
  { principalId, name }: { readonly principalId: string; readonly name: string },
): boolean {
  if (vault.properties?.["enableRbacAuthorization"] === true) {
    return isAllowed(world, principalId, { action: GET_SECRET, scope: `${vault.id}/secrets/${name}`, isData: true });
  }
  return objectsAt(vault.properties, "accessPolicies").some((policy) => {
    const permissions = textsAt(objectAt(policy, "permissions"), "secrets");
    return textAt(policy, "objectId") === principalId && permissions.some((one) => /^(?:get|all)$/i.test(one));
  });
}

function isThere(
  world: World,
  vault: ArmResource,
  { name, version }: { readonly name: string; readonly version: string },
): boolean {
  const secret = findSecret(world, vault, name);
  if (secret === undefined || phaseOf(world, secret) !== "live") return false;
  const wanted = version === "" ? latestVersion(secret) : secret.versions.find((one) => one.version === version);
  return wanted?.enabled === true;
}
