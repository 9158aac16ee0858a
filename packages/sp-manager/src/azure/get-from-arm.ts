import { armAnswer, sendArmRequest, type AbortOptions } from "@azlin/core";
import type { IdentityClients } from "./identity-clients.ts";

/** What is read of Resource Manager. */
export interface ArmRead extends AbortOptions {
  readonly subscriptionId: string;
  /** Path with its query, or the whole address of a page. */
  readonly url: string;
}

/**
 * Reads something that no client here serves.
 *
 * @throws RestError for answers of 400 and above, as the clients do.
 */
export async function getFromArm<T>(clients: IdentityClients, { subscriptionId, url, signal }: ArmRead): Promise<T> {
  const client = await clients.authorization(subscriptionId);
  const pipeline = await import("@azure/core-rest-pipeline");
  const { cloud } = clients.transport;
  return armAnswer(await sendArmRequest({ client, cloud, pipeline }, { url, signal })) as T;
}
