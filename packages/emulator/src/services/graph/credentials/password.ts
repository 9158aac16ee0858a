import { secretsOf, type ApplicationSecret } from "../../../entra/application-secret.ts";
import type { DirectoryObject } from "../../../entra/directory-object.ts";
import { secretHash } from "../../../entra/secret-hash.ts";
import { objectAt, objectsAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { requireWriter } from "../graph-access.ts";
import { badRequest } from "../graph-errors.ts";
import { requireBody, type GraphRequest, type GraphResponse } from "../graph-request.ts";

const DEFAULT_LIFE_YEARS = 2;
const SECRET_LENGTH = 37;

/** Gives an object a password, whose text this answer alone tells. */
export function addPassword(request: GraphRequest, world: World, object: DirectoryObject): GraphResponse {
  requireWriter(request.principal, object);
  const { body, internals } = object;
  const made = makePassword(world, objectAt(requireBody(request), "passwordCredential"));
  const { secretText, ...shown } = made.credential;
  world.directory.update(object, {
    body: { ...body, passwordCredentials: [...objectsAt(body, "passwordCredentials"), { ...shown, secretText: null }] },
    internals: { ...internals, secrets: [...secretsOf(object), made.known] },
  });
  const context = `${request.base}/$metadata#microsoft.graph.passwordCredential`;
  return { status: 200, body: { "@odata.context": context, ...shown, secretText } };
}

/** Takes a password away, by its id. */
export function removePassword(request: GraphRequest, world: World, object: DirectoryObject): GraphResponse {
  requireWriter(request.principal, object);
  const keyId = textAt(requireBody(request), "keyId");
  const passwords = objectsAt(object.body, "passwordCredentials");
  const left = passwords.filter((credential) => credential["keyId"] !== keyId);
  if (left.length === passwords.length) throw badRequest(`No password credential found with keyId '${keyId ?? ""}'.`);
  const secrets = secretsOf(object).filter((secret) => secret.keyId !== keyId);
  world.directory.update(object, {
    body: { ...object.body, passwordCredentials: left },
    internals: { ...object.internals, secrets },
  });
  return { status: 204 };
}

interface MadePassword {
  readonly credential: JsonObject & { secretText: string };
  readonly known: ApplicationSecret;
}

function makePassword(world: World, asked: JsonObject): MadePassword {
  const now = world.clock.now();
  const startDateTime = textAt(asked, "startDateTime") ?? new Date(now).toISOString();
  const endDateTime = textAt(asked, "endDateTime") ?? yearsAfter(startDateTime, DEFAULT_LIFE_YEARS);
  if (!(Date.parse(endDateTime) > Math.max(now, Date.parse(startDateTime)))) {
    throw badRequest("Password credential end date is invalid.");
  }
  const keyId = world.ids.guid();
  const secretText = `${world.ids.token(3)}8Q~${world.ids.token(SECRET_LENGTH - 3)}`;
  return {
    credential: {
      customKeyIdentifier: null,
      displayName: textAt(asked, "displayName") ?? null,
      endDateTime,
      hint: secretText.slice(0, 3),
      keyId,
      startDateTime,
      secretText,
    },
    known: { keyId, hash: secretHash(secretText), visibleAt: world.directory.visibleFromNow() },
  };
}

function yearsAfter(start: string, years: number): string {
  const end = new Date(start);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return end.toISOString();
}
