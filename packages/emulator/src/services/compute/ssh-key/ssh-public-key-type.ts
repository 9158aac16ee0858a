import { invalidParameter } from "../../../arm/arm-errors.ts";
import { defineResourceType, type ActionCall, type ResourceType } from "../../../arm/resource-type.ts";
import type { ArmResponse } from "../../../arm/arm-request.ts";
import { COMPUTE_API_VERSIONS } from "../compute-contract.ts";
import { generateSshKeyPair } from "./generate-ssh-key-pair.ts";

/** SSH public keys kept as resources. */
export const sshPublicKeyType: ResourceType = defineResourceType({
  type: "Microsoft.Compute/sshPublicKeys",
  apiVersions: COMPUTE_API_VERSIONS,
  write: { created: 201, updated: 200, answer: "none" },
  patch: { created: 200, updated: 200, answer: "none" },
  remove: { status: 200, answer: "none" },
  // Azure tells no provisioningState of these.
  view: ({ body: { properties: { provisioningState: _hidden, ...properties } = {}, ...body } }) => ({
    ...body,
    properties,
  }),
  actions: { generateKeyPair: { answer: "sync", run: generateKeyPair } },
});

/** Makes a pair, keeps its public half and hands out the private one, once. */
function generateKeyPair({ world, request, resource }: ActionCall): ArmResponse {
  const asked = request.body?.["encryptionType"] ?? "RSA";
  if (asked !== "RSA" && asked !== "Ed25519") {
    throw invalidParameter("encryptionType", "The value of parameter encryptionType is invalid: RSA or Ed25519.");
  }
  const { body } = resource;
  const { privateKey, publicKey } = generateSshKeyPair(asked, "generated-by-azure");
  world.store.put({ body: { ...body, properties: { ...body.properties, publicKey } } });
  return { status: 200, body: { privateKey, publicKey, id: body.id } };
}
