import type { OperationOptions } from "@azlin/core";
import { ContainerManager, type ContainerManagerOptions } from "./container-manager.ts";
import type { ContainerManagerConfig } from "./manager-config.ts";
import type { ContainerPrincipal, ContainerScenario } from "./scenario-request.ts";

/** Options of {@link deployContainerApp}. */
export interface DeployContainerAppOptions extends ContainerManagerOptions, OperationOptions {
  readonly config: ContainerManagerConfig;
}

/**
 * Deploys a scenario's agent, and starts it: {@link ContainerManager.deploy} without a manager.
 *
 * @returns the id of the job or app.
 * @throws ValidationError for input that cannot be right; ContainerAppError otherwise.
 */
export async function deployContainerApp(
  scenario: ContainerScenario,
  sp: ContainerPrincipal,
  { config, ...options }: DeployContainerAppOptions,
): Promise<string> {
  return new ContainerManager(config, options).deploy(scenario, sp, options);
}
