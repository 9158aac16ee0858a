import type { WriteDraft } from "../../arm/resource-type.ts";
import { objectAt, objectsAt, textAt, type JsonObject } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import { appRefusal } from "./app-error.ts";
import { checkAppName } from "./app-name.ts";
import { prepareSecrets } from "./app-secrets.ts";
import { checkResources } from "./check-resources.ts";
import { prepareIdentity } from "./prepare-identity.ts";
import { requireEnvironment } from "./require-environment.ts";
import { requireIdle } from "./require-idle.ts";
import { CONSUMPTION, profileSizeOf } from "./workload-profiles.ts";

const IMAGE = /^[a-z0-9][\w.-]*(?::\d+)?(?:\/[a-z0-9][a-z0-9._-]*)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/i;

/**
 * Checks what apps and jobs have in common, and fills in its defaults. Answers the environment; a replayed world need not
 * have it, as it was there before the recording began.
 *
 * @throws ArmError as Azure refuses.
 */
export function prepareWorkload(draft: WriteDraft): StoredResource | undefined {
  const { body, world } = draft;
  if (world.settings.profile === "replay") return undefined;
  checkAppName(body.name);
  requireIdle(world, body);
  const environment = requireEnvironment(draft);
  const name = textAt(body.properties, "workloadProfileName");
  const size = profileSizeOf(environment.body.properties, name);
  if (size === undefined) {
    throw appRefusal(
      "WorkloadProfileNotFound",
      `The workload profile '${name}' was not found in the environment '${environment.body.name}'.`,
    );
  }
  const hasProfiles = objectsAt(environment.body.properties, "workloadProfiles").length > 0;
  body.properties["workloadProfileName"] = name ?? (hasProfiles ? CONSUMPTION : null);
  const template = objectAt(body.properties, "template");
  checkContainers(template);
  checkResources(template, size);
  prepareIdentity(draft);
  prepareSecrets(draft);
  requireOwnIdentities(body.properties, Object.keys(objectAt(objectAt(body, "identity"), "userAssignedIdentities")));
  return environment;
}

function checkContainers(template: JsonObject): void {
  const containers = objectsAt(template, "containers");
  if (containers.length === 0) {
    throw appRefusal("InvalidRequestParameterWithDetails", "Template.Containers: at least one container is required.");
  }
  for (const container of containers) {
    const image = textAt(container, "image") ?? "";
    container["name"] ??= "main";
    if (!IMAGE.test(image)) {
      throw appRefusal(
        "InvalidParameterValueInContainerTemplate",
        `Field 'template.containers.${textAt(container, "name")}.image' is invalid with details: 'Invalid value: ` +
          `"${image}": could not parse reference'.`,
      );
    }
  }
}

/** What secrets and registries name has to be an identity of the app's own. */
function requireOwnIdentities(properties: JsonObject, ids: readonly string[]): void {
  const configuration = objectAt(properties, "configuration");
  const own = new Set(ids.map((id) => id.toLowerCase()));
  for (const entry of [...objectsAt(configuration, "secrets"), ...objectsAt(configuration, "registries")]) {
    const identity = textAt(entry, "identity") ?? "";
    if (identity === "" || identity.toLowerCase().startsWith("system") || own.has(identity.toLowerCase())) continue;
    throw appRefusal(
      "ContainerAppIdentityNotFound",
      `The identity '${identity}' is not assigned to the container app: assign it before it is used.`,
    );
  }
}
