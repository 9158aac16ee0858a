import { armPages, type AbortOptions } from "@azlin/core";
import type { ContainerAppsAPIClient } from "@azure/arm-appcontainers";
import { z } from "zod";
import type { ContainersAzure } from "./containers-azure.ts";
import { sendArm } from "./send-arm.ts";

/** A list of Resource Manager's. */
export interface ArmList<T> extends AbortOptions {
  /** Path of the first page with its query. */
  readonly path: string;
  /** What an element has to be. */
  readonly element: z.ZodType<T>;
}

/**
 * All elements of a list, page by page.
 *
 * @throws RestError as {@link sendArm}; TransportError when the pages lead elsewhere, or in a circle.
 */
export function listArm<T>(
  azure: ContainersAzure,
  client: ContainerAppsAPIClient,
  { path, element, signal }: ArmList<T>,
): Promise<T[]> {
  const page = z.object({ value: z.array(element), nextLink: z.string().nullish() });
  return armPages(path, async (url) => page.parse(await sendArm(azure, client, { url, signal })));
}
