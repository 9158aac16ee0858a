import { isAllowed } from "../../arm/authorization.ts";
import { objectAt, objectsAt, textAt, type JsonObject } from "../../json/json.ts";
import type { ArmResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { imagesOf, registryOf } from "../container-registry/registry-images.ts";
import { appRefusal } from "./app-error.ts";
import { whyUnreadable } from "./why-unreadable.ts";
import { principalOf } from "./prepare-identity.ts";

const PULL = "Microsoft.ContainerRegistry/registries/pull/read";

/**
 * What happens when a revision is provisioned: secrets are fetched from their vaults, and images that a registry of this
 * world has are looked up, as the identities that the document names.
 *
 * @throws ArmError (`InvalidParameterValueInContainerTemplate`) for what the identity cannot get.
 */
export function resolveReferences(world: World, body: ArmResource): void {
  if (world.settings.profile === "replay") return;
  const configuration = objectAt(body.properties, "configuration");
  for (const secret of objectsAt(configuration, "secrets")) resolveSecret(world, body, secret);
  for (const container of objectsAt(objectAt(body.properties, "template"), "containers")) {
    resolveImage(world, body, { container, registries: objectsAt(configuration, "registries") });
  }
}

function resolveSecret(world: World, body: ArmResource, secret: JsonObject): void {
  const url = textAt(secret, "keyVaultUrl");
  if (url === undefined) return;
  const principal = principalOf(world, body, textAt(secret, "identity") ?? "");
  const problem = principal === undefined ? "identity not found" : whyUnreadable(world, url, principal);
  if (problem === undefined) return;
  throw appRefusal(
    "InvalidParameterValueInContainerTemplate",
    `Field 'configuration.secrets' is invalid with details: 'Invalid value: "${textAt(secret, "name")}": Unable to get ` +
      `value using Managed identity ${textAt(secret, "identity")} for secret ${url}: ${problem}.'`,
  );
}

function resolveImage(
  world: World,
  body: ArmResource,
  { container, registries }: { readonly container: JsonObject; readonly registries: readonly JsonObject[] },
): void {
  const { host, name, reference } = partsOf(textAt(container, "image") ?? "");
  const registry = registryOf(world, host);
  if (registry === undefined) return;
  const isThere = Object.entries(imagesOf(registry, name)).some(([tag, sha]) => tag === reference || sha === reference);
  if (!isThere) throw invalidImage(container, `MANIFEST_UNKNOWN: manifest tagged by "${reference}" is not found`);
  const credentials = registries.find((one) => textAt(one, "server")?.toLowerCase() === host.toLowerCase());
  if (textAt(credentials, "username") !== undefined) return;
  const principal = principalOf(world, body, textAt(credentials, "identity") ?? "");
  if (principal !== undefined && isAllowed(world, principal, { action: PULL, scope: registry.body.id })) return;
  throw invalidImage(container, "UNAUTHORIZED: authentication required");
}

function partsOf(image: string): { readonly host: string; readonly name: string; readonly reference: string } {
  const parts = /^(?<host>[^/]+)\/(?<name>[^@]+?)(?::(?<tag>[\w.-]+))?(?:@(?<digest>.+))?$/.exec(image)?.groups ?? {};
  return {
    host: parts["host"] ?? "",
    name: parts["name"] ?? "",
    reference: parts["digest"] ?? parts["tag"] ?? "latest",
  };
}

function invalidImage(container: JsonObject, problem: string): Error {
  return appRefusal(
    "InvalidParameterValueInContainerTemplate",
    `Field 'template.containers.${textAt(container, "name")}.image' is invalid with details: 'Invalid value: ` +
      `"${textAt(container, "image")}": ${problem}'.`,
  );
}
