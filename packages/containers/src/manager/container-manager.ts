import type { AzureTransport, OperationOptions } from "@azlin/core";
import { ValidationError } from "@azlin/core";
import { applyContainer } from "../apply/apply-container.ts";
import { containersAzure, type ContainersAzure, type ContainersAzureOptions } from "../azure/containers-azure.ts";
import { asContainerAppError } from "../container-app-error.ts";
import { deleteContainer } from "../delete/delete-container.ts";
import { gatherContainerFacts } from "../facts/gather-container-facts.ts";
import { streamContainerLogs, type StreamContainerLogsOptions } from "../logs/stream-container-logs.ts";
import type { ContainerLogLine } from "../logs/log-line.ts";
import { checkRequest } from "../plan/check-request.ts";
import type { ContainerPlan } from "../plan/container-plan.ts";
import type { ContainerRules } from "../plan/container-rules.ts";
import { planContainer } from "../plan/plan-container.ts";
import type { ContainerState } from "../status/container-state.ts";
import { readContainerStatus } from "../status/read-container-status.ts";
import { rulesOf, type ContainerManagerConfig } from "./manager-config.ts";
import { scenarioRequest, type ContainerPrincipal, type ContainerScenario } from "./scenario-request.ts";

/** What {@link ContainerManager} works with besides its configuration. */
export interface ContainerManagerOptions extends Omit<ContainersAzureOptions, "transport" | "subscriptionId"> {
  readonly transport: AzureTransport;
}

/**
 * Deploys the agents of scenarios to Azure Container Apps. Keeps no state: whatever is asked is read from Azure.
 */
export class ContainerManager {
  readonly #config: ContainerManagerConfig;
  readonly #rules: ContainerRules;
  readonly #azure: ContainersAzure;

  /** @throws ValidationError (`INVALID_CONFIG`, `INVALID_SIZE`, `SIZE_TOO_SMALL`, `INVALID_SECRET`). */
  constructor(config: ContainerManagerConfig, options: ContainerManagerOptions) {
    this.#config = config;
    this.#rules = rulesOf(config);
    this.#azure = containersAzure({ ...options, subscriptionId: config.subscriptionId });
  }

  /**
   * How a scenario's agent would be deployed; only reads.
   *
   * @throws ValidationError for input that cannot be right, before anything is asked; ContainerAppError otherwise.
   */
  async plan(
    scenario: ContainerScenario,
    sp: ContainerPrincipal,
    options: OperationOptions = {},
  ): Promise<ContainerPlan> {
    const request = scenarioRequest(this.#config, scenario, sp);
    const { name } = checkRequest(request, this.#rules);
    return asContainerAppError(`Could not plan ${name}`, async () => {
      const facts = await gatherContainerFacts(this.#azure, request, options);
      return planContainer(request, facts, this.#rules);
    });
  }

  /**
   * Deploys a scenario's agent, and starts it.
   *
   * @returns the id of the job or app.
   * @throws ValidationError for input that cannot be right, before anything is asked; ContainerAppError otherwise.
   */
  async deploy(scenario: ContainerScenario, sp: ContainerPrincipal, options: OperationOptions = {}): Promise<string> {
    const plan = await this.plan(scenario, sp, options);
    return asContainerAppError(`Could not deploy ${plan.name}`, async () => {
      const { id } = await applyContainer(this.#azure, plan, options);
      return id;
    });
  }

  /**
   * What an agent is at. A state that Azure has no word of ours for is `unknown`; an error is none.
   *
   * @throws ValidationError (`NAME_REQUIRED`); ContainerAppError, also when there is no such app.
   */
  async getStatus(appName: string, options: OperationOptions = {}): Promise<ContainerState> {
    const place = this.#placeOf(appName);
    return asContainerAppError(`Could not read the status of ${appName}`, async () => {
      const { state } = await readContainerStatus(this.#azure, place, options);
      return state;
    });
  }

  /**
   * Deletes an agent, and waits until it has gone.
   *
   * @returns `false` when it was not there.
   * @throws ValidationError (`NAME_REQUIRED`); ContainerAppError.
   */
  async delete(appName: string, options: OperationOptions = {}): Promise<boolean> {
    const place = this.#placeOf(appName);
    return asContainerAppError(`Could not delete ${appName}`, () => deleteContainer(this.#azure, place, options));
  }

  /** What an agent writes; see {@link streamContainerLogs}. @throws ValidationError (`NAME_REQUIRED`); AzlinErrors. */
  logs(appName: string, options: StreamContainerLogsOptions = {}): AsyncIterable<ContainerLogLine> {
    return streamContainerLogs(this.#azure, this.#placeOf(appName), options);
  }

  #placeOf(name: string): { readonly resourceGroup: string; readonly name: string } {
    requireName(name);
    return { resourceGroup: this.#config.resourceGroup, name };
  }
}

/** @throws ValidationError (`NAME_REQUIRED`). */
export function requireName(name: string): void {
  if (typeof name === "string" && name.trim() !== "") return;
  throw new ValidationError("NAME_REQUIRED", "The name of the app or job is missing.", {
    hint: "Give the name that it was deployed under, such as 'my-scenario-agent'.",
  });
}
