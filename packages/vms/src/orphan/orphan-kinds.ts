import { tryParseResourceId, resourceTypeOf } from "@azlin/core";
import type { PricedKind } from "../price/monthly-cost.ts";
import { RESOURCE_TYPES } from "../resource-types.ts";

/** Kinds of resources that may be left over, in the order in which they can go: who refers to others first. */
export const ORPHAN_KINDS = ["networkInterface", "publicIp", "networkSecurityGroup", "disk", "snapshot"] as const;

/** See {@link ORPHAN_KINDS}. */
export type OrphanKind = (typeof ORPHAN_KINDS)[number] & PricedKind;

const KINDS: Readonly<Record<string, OrphanKind>> = {
  [RESOURCE_TYPES.networkInterface.type.toLowerCase()]: "networkInterface",
  [RESOURCE_TYPES.publicIpAddress.type.toLowerCase()]: "publicIp",
  [RESOURCE_TYPES.networkSecurityGroup.type.toLowerCase()]: "networkSecurityGroup",
  [RESOURCE_TYPES.disk.type.toLowerCase()]: "disk",
  [RESOURCE_TYPES.snapshot.type.toLowerCase()]: "snapshot",
};

/** Kind of a resource by its id; `undefined` for those that are never left over. */
export function orphanKindOf(id: string): OrphanKind | undefined {
  const parsed = tryParseResourceId(id);
  return parsed === undefined ? undefined : KINDS[resourceTypeOf(parsed).toLowerCase()];
}
