import { containersAzure } from "../azure/containers-azure.ts";
import { asContainerAppError } from "../container-app-error.ts";
import { deleteContainer } from "../delete/delete-container.ts";
import { requireName } from "./container-manager.ts";
import type { ContainerPlaceOptions } from "./container-place-options.ts";

/**
 * Deletes an app or job, and waits until it has gone: {@link ContainerManager.delete} without a manager.
 *
 * @returns `false` when it was not there.
 * @throws ValidationError (`NAME_REQUIRED`, `SUBSCRIPTION_REQUIRED`); ContainerAppError.
 */
export async function deleteContainerApp(
  appName: string,
  resourceGroup: string,
  options: ContainerPlaceOptions,
): Promise<boolean> {
  requireName(appName);
  const azure = containersAzure(options);
  const place = { resourceGroup, name: appName };
  return asContainerAppError(`Could not delete ${appName}`, () => deleteContainer(azure, place, options));
}
