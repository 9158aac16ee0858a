import type { WriteDraft } from "../../arm/resource-type.ts";
import { textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import { ENVIRONMENT_TYPE } from "./app-contract.ts";
import { appConflict, appRefusal } from "./app-error.ts";

/**
 * The environment that an app or job is to run in; its id is written to both members that hold it.
 *
 * @throws ArmError (`ManagedEnvironmentNotFound`, `ManagedEnvironmentNotProvisioned`, `InvalidResourceLocation`).
 */
export function requireEnvironment({ body, world }: WriteDraft): StoredResource {
  const { properties } = body;
  const id = textAt(properties, "environmentId") ?? textAt(properties, "managedEnvironmentId") ?? "";
  const environment = id === "" ? undefined : world.store.get(id);
  if (environment?.body.type !== ENVIRONMENT_TYPE) {
    throw appRefusal("ManagedEnvironmentNotFound", `The environment '${id}' was not found.`);
  }
  if (textAt(environment.body.properties, "provisioningState") !== "Succeeded") {
    throw appConflict(
      "ManagedEnvironmentNotProvisioned",
      `The environment '${id}' has not been provisioned successfully.`,
    );
  }
  if (environment.body.location !== body.location) {
    throw appRefusal(
      "InvalidResourceLocation",
      `The location '${body.location}' is not that of the environment '${environment.body.location}'.`,
    );
  }
  properties["environmentId"] = environment.body.id;
  return environment;
}
