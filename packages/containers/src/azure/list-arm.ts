import { TransportError, type AbortOptions } from "@azlin/core";
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

const pageSchema = z.object({ value: z.array(z.unknown()), nextLink: z.string().nullish() });

/**
 * All elements of a list, page by page.
 *
 * @throws RestError as {@link sendArm}; TransportError (`PAGING_LEAVES`) when a page is said to be somewhere else.
 */
export async function listArm<T>(
  azure: ContainersAzure,
  client: ContainerAppsAPIClient,
  { path, element, signal }: ArmList<T>,
): Promise<T[]> {
  const found: T[] = [];
  const { origin } = new URL(azure.transport.cloud.resourceManager);
  for (let next: string | undefined = path; next !== undefined;) {
    const page = pageSchema.parse(await sendArm(azure, client, { method: "GET", path: next, signal }));
    found.push(...page.value.map((value) => element.parse(value)));
    next = page.nextLink ? pathOf(page.nextLink, origin) : undefined;
  }
  return found;
}

/** Requests are signed: they go to Resource Manager and nowhere else. */
function pathOf(nextLink: string, origin: string): string {
  const url = new URL(nextLink);
  if (url.origin === origin) return url.pathname + url.search;
  throw new TransportError("PAGING_LEAVES", `The next page of a list is said to be at ${url.origin}.`, {
    hint: "Something between you and Azure changes its answers: look at proxies.",
  });
}
