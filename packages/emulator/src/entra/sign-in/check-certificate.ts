import { X509Certificate } from "node:crypto";
import { objectsAt, textAt } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { credentialTimes } from "../application-secret.ts";
import type { Client } from "./client.ts";
import { isSignedBy, type Jwt } from "./jwt.ts";
import { TokenRefusal } from "./token-refusal.ts";

interface OwnAssertion {
  readonly jwt: Jwt;
  readonly tokenUrl: URL;
}

/** Why an assertion that the client signed itself does not hold; `undefined` when it does. */
export function checkCertificate(
  world: World,
  client: Client,
  { jwt, tokenUrl }: OwnAssertion,
): TokenRefusal | undefined {
  const thumbprint = thumbprintOf(jwt);
  const found = findCertificate(world, client, thumbprint);
  if (found === undefined) return notRegistered("The key was not found.", thumbprint, client);
  if (!isSignedBy(jwt, found.certificate.publicKey)) {
    return notRegistered("The key was found, but use of the key to verify the signature failed.", thumbprint, client);
  }
  const now = world.clock.now();
  if (!(found.startsAt <= now && now < found.endsAt)) {
    const text = `The provided certificate is not within its specified validity window. Thumbprint of key used by client: '${thumbprint}'.`;
    return new TokenRefusal("invalid_client", 1_000_502, text);
  }
  if (isAudience(textAt(jwt.claims, "aud") ?? "", world, tokenUrl)) return undefined;
  const text =
    "Client assertion audience claim does not match Realm issuer. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .";
  return new TokenRefusal("invalid_client", 700_023, text);
}

interface FoundCertificate {
  readonly certificate: X509Certificate;
  readonly startsAt: number;
  readonly endsAt: number;
}

function findCertificate(world: World, { holders }: Client, thumbprint: string): FoundCertificate | undefined {
  for (const holder of holders) {
    for (const known of objectsAt(holder.internals, "certificates")) {
      if (!world.directory.isVisible({ visibleAt: Number(known["visibleAt"]) })) continue;
      const certificate = new X509Certificate(Buffer.from(textAt(known, "der") ?? "", "base64"));
      const times = credentialTimes(holder, "keyCredentials", textAt(known, "keyId") ?? "");
      const prints = [certificate.fingerprint, certificate.fingerprint256].map((print) => print.replaceAll(":", ""));
      if (times !== undefined && prints.includes(thumbprint)) return { certificate, ...times };
    }
  }
  return undefined;
}

/** The thumbprint in the token's head, SHA-256 or SHA-1, in upper-case hex. */
function thumbprintOf({ header }: Jwt): string {
  const told = textAt(header, "x5t#S256") ?? textAt(header, "x5t") ?? textAt(header, "kid") ?? "";
  return Buffer.from(told, "base64url").toString("hex").toUpperCase();
}

/** The token endpoint itself, in either version, or the issuer; whichever of the authority's hosts is named. */
function isAudience(audience: string, { settings }: World, tokenUrl: URL): boolean {
  if (!URL.canParse(audience)) return false;
  const { pathname } = new URL(audience);
  const tenants = new Set([settings.tenantId, tokenUrl.pathname.split("/").find(Boolean) ?? ""]);
  const [tenant = "", ...rest] = pathname.split("/").filter(Boolean);
  return tenants.has(tenant) && ["", "v2.0", "oauth2/token", "oauth2/v2.0/token"].includes(rest.join("/"));
}

function notRegistered(reason: string, thumbprint: string, { clientId }: Client): TokenRefusal {
  return new TokenRefusal(
    "invalid_client",
    700_027,
    "The certificate with identifier used to sign the client assertion is not registered on application. " +
      `[Reason - ${reason}, Thumbprint of key used by client: '${thumbprint}', Please visit the Azure Portal to see configured keys for app '${clientId}']`,
  );
}
