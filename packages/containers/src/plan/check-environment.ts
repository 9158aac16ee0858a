import { PrerequisiteError, resourceKey } from "@azlin/core";
import type { EnvironmentFacts } from "../facts/container-facts.ts";
import type { ContainerRules } from "./container-rules.ts";

/**
 * Checks that an environment is there, is ready, and lies in a network as the rules ask.
 *
 * @throws PrerequisiteError (`ENVIRONMENT_NOT_FOUND`, `ENVIRONMENT_NOT_READY`, `ENVIRONMENT_WITHOUT_VNET`,
 * `ENVIRONMENT_PUBLIC`, `ENVIRONMENT_IN_OTHER_SUBNET`).
 */
export function checkEnvironment(
  environment: EnvironmentFacts | null,
  { requireVnet = true, subnetId }: Pick<ContainerRules, "requireVnet" | "subnetId">,
): EnvironmentFacts {
  if (environment === null) {
    throw new PrerequisiteError("ENVIRONMENT_NOT_FOUND", "There is no Container Apps environment of that id.", {
      hint: "Make one, injected into a subnet and internal, or correct the id.",
    });
  }
  const { id, provisioningState } = environment;
  const refuse = (code: string, message: string, hint: string): PrerequisiteError =>
    new PrerequisiteError(code, message, { hint, details: { environmentId: id } });
  if (provisioningState !== "Succeeded") {
    throw refuse(
      "ENVIRONMENT_NOT_READY",
      `The environment is not ready: ${provisioningState}.`,
      "Wait until it is provisioned; if that failed, make it anew.",
    );
  }
  if (!requireVnet) return environment;
  if (environment.subnetId === null) {
    throw refuse(
      "ENVIRONMENT_WITHOUT_VNET",
      "The environment is in no virtual network.",
      "Use one that is: the network of an environment cannot be changed.",
    );
  }
  if (!environment.isInternal) {
    throw refuse("ENVIRONMENT_PUBLIC", "The environment has a public address.", "Use one that is internal.");
  }
  if (subnetId !== undefined && resourceKey(subnetId) !== resourceKey(environment.subnetId)) {
    throw refuse(
      "ENVIRONMENT_IN_OTHER_SUBNET",
      `The environment is in the subnet ${environment.subnetId}.`,
      `Use one that is in ${subnetId}.`,
    );
  }
  return environment;
}
