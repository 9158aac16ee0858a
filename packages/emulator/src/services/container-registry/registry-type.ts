import { ArmError } from "../../arm/arm-error.ts";
import { defineResourceType, type ResourceType } from "../../arm/resource-type.ts";
import { setDefaults } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { REGISTRY_TYPE } from "./registry-contract.ts";
import { registryOf } from "./registry-images.ts";

const NAME = /^[a-z0-9]{5,50}$/i;

/**
 * Container registries. What they hold is put there with them:
 * `{ properties: { images: { "agents/web": { "1.0": "sha256:…" } } } }` in a seed; no answer of Resource Manager shows it.
 */
export const registryType: ResourceType = defineResourceType({
  type: REGISTRY_TYPE,
  apiVersions: ["2025-04-01", "2023-07-01", "2019-05-01"],
  write: {
    created: 201,
    updated: 200,
    answer: "async-operation",
    transitional: { created: "Creating", updated: "Updating" },
  },
  remove: { status: 202, answer: "location" },
  prepare: ({ body, existing, world }) => {
    if (!NAME.test(body.name)) throw refusal("InvalidRegistryName", `The registry name '${body.name}' is invalid.`);
    const loginServer = `${body.name.toLowerCase()}.azurecr.io`;
    if (existing === undefined && registryOf(world, loginServer) !== undefined) {
      throw refusal("AlreadyInUse", `The registry DNS name ${loginServer} is already in use.`);
    }
    setDefaults(body, { sku: { name: "Basic", tier: "Basic" }, tags: {} });
    setDefaults(body.properties, { adminUserEnabled: false, creationDate: world.clock.timestamp() });
    body.properties["loginServer"] = loginServer;
  },
  seeded: takeImages,
});

function takeImages({ body, internals }: StoredResource, world: World): void {
  const { images, ...properties } = body.properties ?? {};
  const loginServer = `${body.name.toLowerCase()}.azurecr.io`;
  world.store.put({
    body: { ...body, properties: { loginServer, ...properties } },
    internals: { ...internals, ...(images !== undefined && { images }) },
  });
}

function refusal(code: string, message: string): ArmError {
  return new ArmError(400, code, message, { cause: "service" });
}
