import { resourceKey } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import { defineResourceType, type ResourceType, type WriteDraft } from "../../arm/resource-type.ts";
import { textAt, textsAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import { IDENTITY_API_VERSIONS, IDENTITY_TYPE } from "./identity-types.ts";

/** Most federated credentials of one identity. */
const LIMIT = 20;
const TYPE = `${IDENTITY_TYPE}/federatedIdentityCredentials`;

/** Federated credentials of user-assigned identities: whose tokens from elsewhere stand for the identity. */
export const federatedCredentialType: ResourceType = defineResourceType({
  type: TYPE,
  apiVersions: IDENTITY_API_VERSIONS,
  kind: "proxy",
  write: { created: 201, updated: 200, answer: "none" },
  remove: { status: 200, answer: "none" },
  prepare: prepareCredential,
  // Azure tells no provisioningState of these.
  view: ({ body: { properties: { provisioningState: _hidden, ...properties } = {}, ...body } }) => ({
    ...body,
    properties,
  }),
});

function prepareCredential({ body, existing, world }: WriteDraft): void {
  const { properties } = body;
  for (const member of ["issuer", "subject"]) {
    if (textAt(properties, member) === undefined) throw refused(`The property '${member}' is missing.`);
  }
  if (textsAt(properties, "audiences").length !== 1) throw refused("A federated credential has exactly one audience.");
  const own = resourceKey(body.id);
  const identity = body.id.split("/").slice(0, -2).join("/");
  const others = [...world.store.ofType(TYPE, identity)].filter((other) => resourceKey(other.body.id) !== own);
  if (existing === undefined && others.length >= LIMIT) {
    throw refused(`Too many federated identity credentials: an identity has at most ${LIMIT}.`);
  }
  if (others.some((other) => isTwin(other, properties))) {
    throw new ArmError(409, "Conflict", "Issuer and subject combination already exists for this Managed Identity.", {
      cause: "service",
    });
  }
}

function isTwin({ body }: StoredResource, properties: WriteDraft["body"]["properties"]): boolean {
  return ["issuer", "subject"].every((member) => textAt(body.properties, member) === textAt(properties, member));
}

function refused(message: string): ArmError {
  return new ArmError(400, "BadRequest", message, { cause: "service" });
}
