import { ArmError } from "../../arm/arm-error.ts";
import type { WriteDraft } from "../../arm/resource-type.ts";
import { isObject, setDefaults, textAt, type Json, type JsonObject } from "../../json/json.ts";
import { recoverVault } from "./soft-delete.ts";
import { checkVaultName, vaultNamed } from "./vault-name.ts";
import { DELETED_VAULT_TYPE } from "./vault-types.ts";

const RETENTION_DAYS = { least: 7, most: 90 };
const PROTECTIONS: readonly (readonly [member: string, what: string])[] = [
  ["enableSoftDelete", "Enabling the 'soft delete' functionality"],
  ["enablePurgeProtection", "Enabling the purge protection for a vault"],
];

/** Checks a write of a vault; one of mode `recover` gets back what was deleted. */
export function prepareVault(draft: WriteDraft): void {
  const { body, existing } = draft;
  const { createMode, ...properties } = body.properties;
  body.properties = properties;
  if (existing === undefined && createMode === "recover") recoverVault(draft);
  else if (existing === undefined) requireFreeName(draft);
  requireSettings(body.properties);
  keepProtections(body.properties, existing?.body.properties);
  Object.assign(body.properties, { vaultUri: `https://${body.name.toLowerCase()}.vault.azure.net/` });
  setDefaults(body, { tags: {} });
  setDefaults(body.properties, {
    accessPolicies: [],
    enabledForDeployment: false,
    enableSoftDelete: true,
    softDeleteRetentionInDays: RETENTION_DAYS.most,
    enableRbacAuthorization: false,
    publicNetworkAccess: "Enabled",
  });
}

function requireFreeName({ body: { name }, world }: WriteDraft): void {
  const refusal = checkVaultName(world, name);
  if (refusal === undefined) return;
  if (refusal.reason === "AccountNameInvalid") throw refused("VaultNameNotValid", refusal.message);
  if (vaultNamed(world, DELETED_VAULT_TYPE, name) === undefined) throw conflict("VaultAlreadyExists", refusal.message);
  throw conflict(
    "ConflictError",
    "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. " +
      "Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
  );
}

function requireSettings(properties: JsonObject): void {
  if (textAt(properties, "tenantId") === undefined) throw missing("tenantId");
  if (!isObject(properties["sku"])) throw missing("sku");
  const days = properties["softDeleteRetentionInDays"] ?? RETENTION_DAYS.most;
  if (typeof days === "number" && days >= RETENTION_DAYS.least && days <= RETENTION_DAYS.most) return;
  throw refused(
    "BadRequest",
    `The property "softDeleteRetentionInDays" must be between ${RETENTION_DAYS.least} and ${RETENTION_DAYS.most}.`,
  );
}

/** What protects a vault cannot be taken back. */
function keepProtections(properties: JsonObject, before: JsonObject | undefined): void {
  for (const [member, what] of PROTECTIONS) {
    if (properties[member] === false) throw irreversible(member, what);
    if (before?.[member] !== undefined) properties[member] ??= before[member];
  }
  keepRetention(properties, before?.["softDeleteRetentionInDays"]);
}

function keepRetention(properties: JsonObject, days: Json | undefined): void {
  if (days === undefined) return;
  properties["softDeleteRetentionInDays"] ??= days;
  if (properties["softDeleteRetentionInDays"] === days) return;
  throw refused(
    "BadRequest",
    'The property "softDeleteRetentionInDays" has been set already and it can\'t be modified.',
  );
}

function irreversible(property: string, what: string): ArmError {
  return refused("BadRequest", `The property "${property}" cannot be set to false. ${what} is an irreversible action.`);
}

function missing(parameter: string): ArmError {
  return refused("BadRequest", `The parameter ${parameter} is not specified.`);
}

function refused(code: string, message: string): ArmError {
  return new ArmError(400, code, message, { cause: "service" });
}

function conflict(code: string, message: string): ArmError {
  return new ArmError(409, code, message, { cause: "service" });
}
