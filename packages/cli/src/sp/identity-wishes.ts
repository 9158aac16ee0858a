import { readFile } from "node:fs/promises";
import { PrerequisiteError, ValidationError } from "@azlin/core";
import type { CredentialRequest, IdentityAzure, IdentityRequest } from "@azlin/sp-manager";
import { requireOneSubscription } from "./require-subscriptions.ts";
import { vaultUrlOf } from "./vault-url-of.ts";

const HOUR_MS = 3_600_000;

/** What a command line says of an identity that is to be made. */
export interface IdentityWishes {
  readonly scenario: string;
  readonly run: string;
  readonly roles: readonly string[];
  /** Resource ids, or names of resource groups. */
  readonly scopes: readonly string[];
  readonly credential: string | undefined;
  readonly issuer: string | undefined;
  readonly subject: string | undefined;
  /** Path of a PEM file. */
  readonly certificate: string | undefined;
  /** Name or address. */
  readonly vault: string | undefined;
  readonly hours: number | undefined;
  readonly condition: string | undefined;
  readonly allowPrivileged: boolean;
}

/**
 * What a command line asks for, in the words of @azlin/sp-manager.
 *
 * @throws ValidationError (`SUBSCRIPTION_REQUIRED`, `OPTION_REQUIRED`, `INVALID_VAULT`); PrerequisiteError (`CERTIFICATE_NOT_READ`).
 */
export async function identityRequest(wishes: IdentityWishes, azure: IdentityAzure): Promise<IdentityRequest> {
  const { scenario, run, roles, scopes, hours, condition, allowPrivileged } = wishes;
  const subscriptionId = requireOneSubscription(azure);
  return {
    scenarioName: scenario,
    runId: run,
    subscriptionId,
    roles,
    credential: await credentialRequest(wishes, azure),
    allowPrivileged,
    ...(scopes.length > 0 && { scopes: scopes.map((scope) => scopeId(scope, subscriptionId)) }),
    ...(hours !== undefined && { lifetimeMs: hours * HOUR_MS }),
    ...(condition !== undefined && { condition }),
  };
}

async function credentialRequest(wishes: IdentityWishes, azure: IdentityAzure): Promise<CredentialRequest> {
  switch (wishes.credential) {
    case "secret":
      return { kind: "secret", vaultUrl: vaultUrlOf(required(wishes.vault, "--vault"), azure) };
    case "certificate":
      return { kind: "certificate", certificatePem: await pemText(required(wishes.certificate, "--certificate")) };
    case undefined:
    default:
      return {
        kind: "federated",
        issuer: required(wishes.issuer, "--issuer"),
        subject: required(wishes.subject, "--subject"),
      };
  }
}

async function pemText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new PrerequisiteError("CERTIFICATE_NOT_READ", `Could not read ${path}.`, {
      hint: "Give a file with the certificate in PEM, without its key.",
      details: { path },
      cause,
    });
  }
}

function scopeId(scope: string, subscriptionId: string): string {
  return scope.startsWith("/") ? scope : `/subscriptions/${subscriptionId}/resourceGroups/${scope}`;
}

function required(value: string | undefined, option: string): string {
  if (value !== undefined && value !== "") return value;
  throw new ValidationError("OPTION_REQUIRED", `${option} is missing.`, {
    hint: `Give ${option}, or another --credential: federated (default), certificate or secret.`,
  });
}
