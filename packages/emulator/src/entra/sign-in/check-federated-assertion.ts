import { createPublicKey, type KeyObject } from "node:crypto";
import { textAt, textsAt } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { federatedRecordsOf } from "../federated-records.ts";
import type { Client } from "./client.ts";
import { isSignedBy, type Jwt } from "./jwt.ts";
import { TokenRefusal } from "./token-refusal.ts";

/** Why a token from elsewhere does not stand for the client; `undefined` when it does. */
export async function checkFederatedAssertion(
  world: World,
  client: Client,
  jwt: Jwt,
): Promise<TokenRefusal | undefined> {
  const { issuer, subject, audiences } = claimsOf(jwt);
  const isNamed = federatedRecordsOf(world, client).some(
    (record) =>
      record["issuer"] === issuer &&
      record["subject"] === subject &&
      textsAt(record, "audiences").some((audience) => audiences.includes(audience)),
  );
  if (!isNamed) {
    return new TokenRefusal(
      "invalid_client",
      70_021,
      `No matching federated identity record found for presented assertion. Assertion Issuer: '${issuer}'. ` +
        `Assertion Subject: '${subject}'. Assertion Audience: '${audiences.join(",")}'. ` +
        "https://docs.microsoft.com/azure/active-directory/develop/workload-identity-federation",
    );
  }
  const keys = await keysOf(world, issuer, textAt(jwt.header, "kid"));
  if (keys.some((key) => isSignedBy(jwt, key))) return undefined;
  return new TokenRefusal(
    "invalid_client",
    50_013,
    "Assertion failed signature validation. [Reason - The key was not found, or its use to verify the signature failed.]",
  );
}

function claimsOf({ claims }: Jwt): { issuer: string; subject: string; audiences: string[] } {
  const audience = textAt(claims, "aud");
  return {
    issuer: textAt(claims, "iss") ?? "",
    subject: textAt(claims, "sub") ?? "",
    audiences: audience === undefined ? textsAt(claims, "aud") : [audience],
  };
}

/** Keys of an issuer: this world's own for its own tokens, those that were seeded for others. */
async function keysOf(world: World, issuer: string, keyId: string | undefined): Promise<KeyObject[]> {
  const { tenantId } = world.settings;
  const own = [`https://login.microsoftonline.com/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`];
  if (own.includes(issuer)) return [(await world.signingKey()).publicKey];
  const keys = world.directory.issuers.get(issuer)?.keys ?? [];
  return keys
    .filter(({ kid }) => keyId === undefined || kid === undefined || kid === keyId)
    .map((key) => createPublicKey({ key, format: "jwk" }));
}
