import type { ResourceDocument } from "../azure/resource-document.ts";
import { creationTime } from "../report/resource.ts";
import type { SweepContext } from "./collector.ts";

/** Whether something that was made at this time is older than what a sweep spares; not when nobody knows. */
export function isOldEnough(createdAt: string | null, { azure, olderThanMs }: SweepContext): boolean {
  if (createdAt === null) return false;
  return azure.clock.now() - Date.parse(createdAt) >= olderThanMs;
}

/** Like {@link isOldEnough}, by what the resource itself shows, or else by what Resource Manager's list said. */
export function isResourceOldEnough(
  document: ResourceDocument,
  listedAt: string | undefined,
  context: SweepContext,
): boolean {
  return isOldEnough(creationTime(document) ?? listedAt ?? null, context);
}
