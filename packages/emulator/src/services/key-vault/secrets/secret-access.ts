import { isAllowed } from "../../../arm/authorization.ts";
import type { Principal } from "../../../entra/principal.ts";
import { objectAt, objectsAt, textAt, textsAt } from "../../../json/json.ts";
import type { ArmResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import type { SecretAccess } from "./secret-request.ts";
import { VaultError } from "./vault-error.ts";

/** Actions on secrets begin like this. */
const ACTIONS = "Microsoft.KeyVault/vaults/secrets/";

/** What somebody wants with a secret. An empty name means the whole vault. */
export interface AskedAccess extends SecretAccess {
  readonly name: string;
}

/**
 * Holds a caller to its role assignments, or to the vault's access policies where the vault goes by those; the
 * administrator may do anything.
 *
 * @throws VaultError (403 `Forbidden`, inner `ForbiddenByRbac` or `AccessDenied`).
 */
export function requireAccess(
  world: World,
  { vault, principal }: { readonly vault: ArmResource; readonly principal: Principal },
  asked: AskedAccess,
): void {
  if (principal.administrator === true || isPermitted(world, vault, { ...asked, objectId: principal.objectId })) return;
  throw vault.properties?.["enableRbacAuthorization"] === true
    ? forbiddenByRbac(vault, principal, asked)
    : accessDenied(vault, principal, asked);
}

/** Whether a principal has that access to a secret of the vault. */
function isPermitted(
  world: World,
  vault: ArmResource,
  { objectId, ...asked }: AskedAccess & { readonly objectId: string },
): boolean {
  if (vault.properties?.["enableRbacAuthorization"] === true) {
    return isAllowed(world, objectId, { action: actionOf(asked), scope: scopeOf(vault, asked), isData: true });
  }
  const wanted = new Set([asked.permission, "all"]);
  return objectsAt(vault.properties, "accessPolicies").some(
    (policy) =>
      textAt(policy, "objectId")?.toLowerCase() === objectId.toLowerCase() &&
      textsAt(objectAt(policy, "permissions"), "secrets").some((one) => wanted.has(one.toLowerCase())),
  );
}

function actionOf({ dataAction }: AskedAccess): string {
  return `${ACTIONS}${dataAction}`;
}

function scopeOf({ id }: ArmResource, { name }: AskedAccess): string {
  return name === "" ? id : `${id}/secrets/${name}`;
}

function forbiddenByRbac(vault: ArmResource, { clientId, objectId }: Principal, asked: AskedAccess): VaultError {
  const message =
    "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role definitions " +
    `were changed recently, please observe propagation time.\r\nCaller: appid=${clientId};oid=${objectId}\r\n` +
    `Action: '${actionOf(asked)}'\r\nResource: '${scopeOf(vault, asked)}'\r\nAssignment: (not found)\r\n` +
    `DenyAssignmentId: null\r\nDecisionReason: null \r\nVault: ${vault.name};location=${vault.location}\r\n`;
  return new VaultError(403, "Forbidden", message, { inner: "ForbiddenByRbac" });
}

function accessDenied(vault: ArmResource, { clientId, objectId }: Principal, { permission }: AskedAccess): VaultError {
  const message =
    `The user, group or application 'appid=${clientId};oid=${objectId}' does not have secrets ${permission} permission on ` +
    `key vault '${vault.name};location=${vault.location}'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287`;
  return new VaultError(403, "Forbidden", message, { inner: "AccessDenied" });
}
