import type { OperationOptions } from "@azlin/core";
import type { ContainersAzureOptions } from "../azure/containers-azure.ts";

/** Where an app or job is, and how Azure is reached. */
export interface ContainerPlaceOptions extends ContainersAzureOptions, OperationOptions {
  /** Subscription that it is in. */
  readonly subscriptionId: string;
}
