import { containersAzure } from "../azure/containers-azure.ts";
import { asContainerAppError } from "../container-app-error.ts";
import type { ContainerState } from "../status/container-state.ts";
import { readContainerStatus } from "../status/read-container-status.ts";
import { requireName } from "./container-manager.ts";
import type { ContainerPlaceOptions } from "./container-place-options.ts";

/**
 * What an app, or the last execution of a job, is at: {@link ContainerManager.getStatus} without a manager.
 *
 * @throws ValidationError (`NAME_REQUIRED`, `SUBSCRIPTION_REQUIRED`); ContainerAppError, also when there is no such app.
 */
export async function getContainerStatus(
  appName: string,
  resourceGroup: string,
  options: ContainerPlaceOptions,
): Promise<ContainerState> {
  requireName(appName);
  const place = { resourceGroup, name: appName };
  const azure = containersAzure(options);
  return asContainerAppError(`Could not read the status of ${appName}`, async () => {
    const { state } = await readContainerStatus(azure, place, options);
    return state;
  });
}
