import { X509Certificate } from "node:crypto";
import { ValidationError } from "@azlin/core";
import type { IdentityNames } from "../names/identity-names.ts";
import type { CredentialPlan, CredentialRequest } from "./credential-plan.ts";

const TOKEN_EXCHANGE = "api://AzureADTokenExchange";

/** When what is planned begins and ends, in milliseconds since the epoch. */
export interface Lifetime {
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/**
 * Plans the credential of an identity.
 *
 * @throws ValidationError (`INVALID_FEDERATION`, `INVALID_CERTIFICATE`, `CERTIFICATE_OUTLIVES`, `INVALID_VAULT_URL`).
 */
export function planCredential(request: CredentialRequest, names: IdentityNames, life: Lifetime): CredentialPlan {
  switch (request.kind) {
    case "federated":
      return planFederation(request, names);
    case "certificate":
      return planCertificate(request.certificatePem, life);
    case "secret":
      return { kind: "secret", vaultUrl: checkedVaultUrl(request.vaultUrl), secretName: names.secretName };
  }
}

function planFederation(
  { issuer, subject, audiences = [TOKEN_EXCHANGE] }: Extract<CredentialRequest, { readonly kind: "federated" }>,
  names: IdentityNames,
): CredentialPlan {
  if (!URL.canParse(issuer) || new URL(issuer).protocol !== "https:") {
    throw invalidFederation(`'${issuer}' is no issuer of tokens: it has to be an https address.`);
  }
  if (subject.trim() === "") throw invalidFederation("Nobody is named whose tokens are to be taken.");
  if (audiences.length !== 1) throw invalidFederation("Entra takes exactly one audience.");
  return { kind: "federated", name: names.uniqueName, issuer, subject, audiences };
}

function planCertificate(pem: string, { nowMs, expiresAtMs }: Lifetime): CredentialPlan {
  const certificate = parseCertificate(pem);
  const endsAtMs = Date.parse(certificate.validTo);
  if (endsAtMs <= nowMs) {
    throw new ValidationError("INVALID_CERTIFICATE", `The certificate ended on ${certificate.validTo}.`, {
      hint: "Give one that is valid.",
    });
  }
  if (endsAtMs > expiresAtMs) {
    throw new ValidationError(
      "CERTIFICATE_OUTLIVES",
      `The certificate is valid until ${certificate.validTo}, which is after the identity's own end.`,
      { hint: "Make one that ends with the run, or give the run a longer life." },
    );
  }
  const certificateBase64 = certificate.raw.toString("base64");
  return { kind: "certificate", certificateBase64, endsAt: new Date(endsAtMs).toISOString() };
}

function parseCertificate(pem: string): X509Certificate {
  if (pem.includes("PRIVATE KEY")) {
    throw new ValidationError("INVALID_CERTIFICATE", "There is a private key beside the certificate.", {
      hint: "Give the certificate alone: the key is nobody's but its owner's.",
    });
  }
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new ValidationError("INVALID_CERTIFICATE", "This is no X.509 certificate in PEM.", {
      hint: "Give a file that begins with '-----BEGIN CERTIFICATE-----'.",
      cause,
    });
  }
}

function checkedVaultUrl(vaultUrl: string): string {
  if (URL.canParse(vaultUrl) && new URL(vaultUrl).protocol === "https:") return new URL(vaultUrl).origin;
  throw new ValidationError("INVALID_VAULT_URL", `'${vaultUrl}' is no address of a vault.`, {
    hint: "It looks like 'https://NAME.vault.azure.net'.",
  });
}

function invalidFederation(message: string): ValidationError {
  return new ValidationError("INVALID_FEDERATION", message, {
    hint: "See https://learn.microsoft.com/entra/workload-id/workload-identity-federation-create-trust.",
  });
}
