import { X509Certificate } from "node:crypto";
import { guidOf } from "../../../entra/guid-of.ts";
import { objectsAt, textAt, type Json, type JsonObject } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { badRequest } from "../graph-errors.ts";
import type { ObjectWrite } from "../written-object.ts";

/** Certificates of an object: as Graph shows them, and as the directory checks with them. */
interface WrittenCertificates {
  readonly credentials: Json[];
  readonly certificates: Json[];
}

/**
 * The certificates that a write sets. One that was there is named by its `keyId` and needs no key again.
 *
 * @throws GraphError (`Request_BadRequest`) for a key that is no certificate, or one that has ended.
 */
export function writtenCertificates({ world, before, sent }: ObjectWrite): WrittenCertificates {
  const known = objectsAt(before.internals, "certificates");
  const shown = objectsAt(before.body, "keyCredentials");
  const written = objectsAt(sent, "keyCredentials").map((credential) => {
    const keyId = textAt(credential, "keyId");
    const kept = known.find((certificate) => certificate["keyId"] === keyId);
    const display = shown.find((other) => other["keyId"] === keyId);
    if (kept !== undefined && display !== undefined && textAt(credential, "key") === undefined) {
      return { credential: display, certificate: kept };
    }
    return newCertificate(world, credential);
  });
  return {
    credentials: written.map(({ credential }) => credential),
    certificates: written.map(({ certificate }) => certificate),
  };
}

function newCertificate(world: World, credential: JsonObject): { credential: JsonObject; certificate: JsonObject } {
  const parsed = parseCertificate(textAt(credential, "key") ?? "");
  const thumbprint = parsed.fingerprint.replaceAll(":", "");
  const keyId = textAt(credential, "keyId") ?? guidOf(parsed.fingerprint256);
  const endDateTime = earlier(textAt(credential, "endDateTime"), parsed.validTo);
  if (Date.parse(endDateTime) <= world.clock.now()) throw badRequest("Key credential end date is invalid.");
  return {
    credential: {
      customKeyIdentifier: textAt(credential, "customKeyIdentifier") ?? thumbprint,
      displayName: textAt(credential, "displayName") ?? parsed.subject,
      endDateTime,
      key: null,
      keyId,
      startDateTime: textAt(credential, "startDateTime") ?? new Date(parsed.validFrom).toISOString(),
      type: "AsymmetricX509Cert",
      usage: "Verify",
    },
    certificate: { keyId, der: parsed.raw.toString("base64"), visibleAt: world.directory.visibleFromNow() },
  };
}

/** The key as Graph takes it: a certificate's DER, or its PEM text, in base64. */
function parseCertificate(key: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(key, "base64"));
  } catch {
    throw badRequest("Key credential is invalid: its key is not an X.509 certificate.");
  }
}

/** A credential does not outlive its certificate. */
function earlier(asked: string | undefined, validTo: string): string {
  const end = Date.parse(validTo);
  return new Date(asked === undefined ? end : Math.min(Date.parse(asked), end)).toISOString();
}
