import type { ContainerRequest } from "./container-request.ts";

const MANAGED = "AzureHayMaker-managed";

/** Tags that say whose a container is, by which a cleanup finds it; they win over others of the same name. */
export function containerTags({ scenario, runId, tags = {} }: ContainerRequest): Readonly<Record<string, string>> {
  return { ...tags, [MANAGED]: "true", Scenario: scenario, ...(runId !== undefined && { RunId: runId }) };
}

/** Whether something was deployed by this package. */
export function isOurs(tags: Readonly<Record<string, string>>): boolean {
  const name = Object.keys(tags).find((tag) => tag.toLowerCase() === MANAGED.toLowerCase());
  return name !== undefined && tags[name]?.toLowerCase() === "true";
}
