import { tryParseResourceId, ValidationError } from "@azlin/core";
import { containersAzure, type ContainerPlace, type ContainersAzure } from "@azlin/containers";
import type { Context } from "../context.ts";

/** An app or job, and the Azure that it is in. */
export interface OpenedContainer {
  readonly azure: ContainersAzure;
  readonly place: ContainerPlace;
}

/**
 * Finds out which app or job is meant by a name and `--resource-group`, or by a resource id.
 *
 * @throws ValidationError (`RESOURCE_GROUP_REQUIRED`, `SUBSCRIPTION_REQUIRED`).
 */
export async function openContainer(text: string, context: Context): Promise<OpenedContainer> {
  const id = tryParseResourceId(text);
  const name = id?.names.at(-1) ?? text;
  const resourceGroup = id?.resourceGroup ?? context.resourceGroup;
  if (resourceGroup === undefined) {
    throw new ValidationError("RESOURCE_GROUP_REQUIRED", `It is not clear which resource group '${name}' is in.`, {
      hint: "Give --resource-group, or the resource id.",
    });
  }
  const { clock, logger } = context;
  const transport = await context.transport();
  const azure = containersAzure({ transport, subscriptionId: id?.subscriptionId, clock, logger });
  return { azure, place: { resourceGroup, name } };
}
