import { sendArmRequest, tryParseResourceId, type ArmRequest } from "@azlin/core";
import type { PipelineResponse } from "@azure/core-rest-pipeline";
import type { CleanupAzure } from "./cleanup-azure.ts";

/**
 * Sends a request to Resource Manager, for what no client serves here: a deletion whose poller waits on our clock and can be
 * taken up by another process, and lists of locks, role assignments and deleted vaults, for which three more clients
 * would be loaded.
 *
 * @throws RestError for answers of 400 and above, as the clients do.
 */
export async function sendArm(azure: CleanupAzure, request: ArmRequest): Promise<PipelineResponse> {
  const { cloud } = azure.transport;
  const { pathname } = new URL(request.url, cloud.resourceManager);
  const client = await azure.clients.of(subscriptionOf(pathname));
  const pipeline = await import("@azure/core-rest-pipeline");
  return sendArmRequest({ client, cloud, pipeline }, request);
}

function subscriptionOf(path: string): string {
  const [, subscriptions, id = ""] = path.split("/");
  return subscriptions?.toLowerCase() === "subscriptions" ? id : (tryParseResourceId(path)?.subscriptionId ?? "");
}
