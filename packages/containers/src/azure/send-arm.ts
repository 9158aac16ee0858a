import { armAnswer, sendArmRequest, type ArmRequest } from "@azlin/core";
import type { ContainerAppsAPIClient } from "@azure/arm-appcontainers";
import type { ContainersAzure } from "./containers-azure.ts";

/**
 * Sends a request to Resource Manager, and reads its answer. For what the client does not serve: the replicas and the log
 * token of a job; and identities, vaults and role assignments, for which three more clients would be loaded to read one
 * document each.
 *
 * @throws RestError for answers of 400 and above, as the client does.
 */
export async function sendArm(
  azure: ContainersAzure,
  client: ContainerAppsAPIClient,
  request: ArmRequest,
): Promise<unknown> {
  const pipeline = await import("@azure/core-rest-pipeline");
  return armAnswer(await sendArmRequest({ client, cloud: azure.transport.cloud, pipeline }, request));
}
