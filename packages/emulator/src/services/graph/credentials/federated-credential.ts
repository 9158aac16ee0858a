import type { DirectoryObject } from "../../../entra/directory-object.ts";
import { objectsAt, textAt, textsAt, type JsonObject } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { badRequest } from "../graph-errors.ts";
import { GraphError } from "../graph-error.ts";

const LIMIT = 20;
const LONGEST = 600;
const VALID_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/;

/** A federated identity credential: whose tokens stand for the application. */
export interface FederatedCredential extends JsonObject {
  id: string;
  name: string;
  issuer: string;
  subject: string;
  audiences: string[];
}

/** A credential as it is kept: with when it takes effect, in milliseconds since the epoch, as changes replicate too. */
interface KeptCredential extends FederatedCredential {
  visibleAt: number;
}

/** The federated credentials of an application, as Graph shows them. */
export function federatedCredentialsOf({ internals }: DirectoryObject): FederatedCredential[] {
  const kept = objectsAt(internals, "federatedCredentials") as KeptCredential[];
  return kept.map(({ visibleAt: _hidden, ...credential }) => credential);
}

/** Gives an application these credentials; those that it did not have like this take effect when they have replicated. */
export function keepFederatedCredentials(
  { directory }: World,
  application: DirectoryObject,
  credentials: readonly FederatedCredential[],
): void {
  const before = objectsAt(application.internals, "federatedCredentials") as KeptCredential[];
  const federatedCredentials = credentials.map((credential) => {
    const same = before.find((other) => isSameTrust(other, credential));
    return { ...credential, visibleAt: same?.visibleAt ?? directory.visibleFromNow() };
  });
  directory.update(application, { internals: { ...application.internals, federatedCredentials } });
}

function isSameTrust(one: FederatedCredential, other: FederatedCredential): boolean {
  return (
    one.id === other.id &&
    one.issuer === other.issuer &&
    one.subject === other.subject &&
    one.audiences[0] === other.audiences[0]
  );
}

/**
 * The credential that a write makes of what was there.
 *
 * @throws GraphError (`Request_BadRequest`, `Request_MultipleObjectsWithSameKeyValue`) for members that are missing or
 * malformed, a pair of issuer and subject that another one has, or the 21st credential.
 */
export function writtenCredential(
  others: readonly FederatedCredential[],
  before: JsonObject & { id: string },
  sent: JsonObject,
): FederatedCredential {
  const { id: _id, ...members } = sent;
  const merged: JsonObject & { id: string } = { description: null, ...before, ...members, id: before.id };
  const credential: FederatedCredential = {
    ...merged,
    name: required(merged, "name"),
    issuer: required(merged, "issuer"),
    subject: required(merged, "subject"),
    audiences: textsAt(merged, "audiences"),
  };
  if (before["name"] !== undefined && credential.name !== before["name"])
    throw badRequest("The property 'name' is immutable.");
  if (!VALID_NAME.test(credential.name))
    throw badRequest(`The name '${credential.name}' of the federated identity credential is invalid.`);
  if (credential.audiences.length !== 1) throw badRequest("A federated identity credential has exactly one audience.");
  requireUnique(others, credential);
  if (others.length >= LIMIT) {
    throw badRequest(`The number of federated identity credentials of an application cannot exceed ${LIMIT}.`);
  }
  return credential;
}

function requireUnique(others: readonly FederatedCredential[], { name, issuer, subject }: FederatedCredential): void {
  if (others.some((other) => other.name.toLowerCase() === name.toLowerCase())) {
    throw conflict(`FederatedIdentityCredential with name ${name} already exists.`);
  }
  if (others.some((other) => other.issuer === issuer && other.subject === subject)) {
    throw conflict("Issuer and subject combination already exists for this Application.");
  }
}

function required(members: JsonObject, name: "name" | "issuer" | "subject"): string {
  const text = textAt(members, name);
  if (text === undefined || text === "")
    throw badRequest(`A value is required for property '${name}' of resource 'FederatedIdentityCredential'.`);
  if (text.length > LONGEST) throw badRequest(`The property '${name}' is longer than ${LONGEST} characters.`);
  return text;
}

function conflict(message: string): GraphError {
  return new GraphError(409, "Request_MultipleObjectsWithSameKeyValue", message);
}
