import {
  callOptions,
  isResourceId,
  mapConcurrent,
  parseResourceId,
  resourceNameOf,
  toAzlinError,
  type AbortOptions,
} from "@azlin/core";
import { MANAGED_BY, readTag, TAG_KEYS } from "@azlin/tags";
import { readDocument, resourceExists, type ResourceDocument } from "../generic-resources.ts";
import { monthlyCostUsd } from "../price/monthly-cost.ts";
import { SNAPSHOT_VM_TAG } from "../snapshot/snapshot-tags.ts";
import type { VmAzure } from "../vm-azure.ts";
import { orphanKindOf, type OrphanKind } from "./orphan-kinds.ts";
import { orphanReason, type OrphanFacts } from "./orphan-reason.ts";

/** A resource of ours that nothing uses any more. */
export interface Orphan {
  readonly id: string;
  readonly name: string;
  readonly kind: OrphanKind;
  readonly resourceGroup: string;
  readonly reason: string;
  readonly sizeGb: number | null;
  /** By our price table; null when nobody knows. */
  readonly monthlyCostUsd: number | null;
}

/** Which resources to look at. */
export interface ListOrphansOptions extends AbortOptions {
  readonly resourceGroup?: string;
  /**
   * Milliseconds that a resource must be old: parts of a VM that is being created are free for a while. What does not
   * say how old it is does not count. Default 3,600,000.
   */
  readonly minAgeMs?: number;
  /** Resources read at once. Default 8. */
  readonly concurrency?: number;
}

interface Candidate {
  readonly id: string;
  readonly createdTime?: Date;
}

const MIN_AGE_MS = 3_600_000;

/**
 * Interfaces, addresses, security groups, disks and snapshots with azlin's tag that nothing uses, each as its own
 * provider shows it now. One request for a page of tagged resources, and one for each that is old enough.
 *
 * @throws AzlinError when something cannot be read: nothing is called left over on half a picture.
 */
export async function* listOrphans(azure: VmAzure, options: ListOrphansOptions = {}): AsyncGenerator<Orphan> {
  const { concurrency = 8, signal } = options;
  for (const subscriptionId of await azure.subscriptions.ids({ signal })) {
    const old = await oldResources(azure, subscriptionId, options);
    const read = await mapConcurrent(old, { concurrency, signal }, (id) => readFacts(azure, id, { signal }));
    const facts = read.filter((one) => one !== undefined);
    const freed = facts.filter((one) => one.kind === "networkInterface" && orphanReason(one)).map(({ id }) => id);
    for (const one of facts) {
      const reason = orphanReason({ ...one, freed });
      if (reason !== undefined) yield toOrphan(one, reason);
    }
  }
}

/** The resource, if it is left over at this moment. */
export async function readOrphan(azure: VmAzure, id: string, options: AbortOptions): Promise<Orphan | undefined> {
  const facts = await readFacts(azure, id, options);
  const reason = facts && orphanReason(facts);
  return reason === undefined ? undefined : toOrphan(facts!, reason);
}

type ReadFacts = OrphanFacts & ResourceDocument<Record<string, unknown>>;

async function readFacts(azure: VmAzure, id: string, options: AbortOptions): Promise<ReadFacts | undefined> {
  const kind = orphanKindOf(id);
  const found = kind && (await readDocument<Record<string, unknown>>(azure, id, options));
  if (kind === undefined || found === undefined) return undefined;
  const isVmThere = kind === "snapshot" ? await isItsVmThere(azure, found, options) : undefined;
  return { ...found, kind, isVmThere };
}

async function oldResources(
  azure: VmAzure,
  subscriptionId: string,
  { minAgeMs = MIN_AGE_MS, resourceGroup, signal }: ListOrphansOptions,
): Promise<string[]> {
  const before = azure.clock.now() - minAgeMs;
  const old: string[] = [];
  for await (const { id, createdTime } of taggedResources(azure, subscriptionId, { signal })) {
    const isOld = createdTime !== undefined && createdTime.getTime() <= before;
    if (isOld && orphanKindOf(id) !== undefined && isIn(resourceGroup, id)) old.push(id);
  }
  return old;
}

async function* taggedResources(
  { clients }: VmAzure,
  subscriptionId: string,
  { signal }: AbortOptions,
): AsyncGenerator<Candidate> {
  const filter = `tagName eq '${TAG_KEYS.managedBy}' and tagValue eq '${MANAGED_BY}'`;
  try {
    const client = await clients.resources(subscriptionId);
    const list = client.resources.list({ filter, expand: "createdTime", ...callOptions({ signal }) });
    for await (const { id, createdTime } of list) {
      if (id !== undefined) yield { id, ...(createdTime !== undefined && { createdTime }) };
    }
  } catch (error) {
    const action = "Microsoft.Resources/subscriptions/resources/read";
    throw toAzlinError(error, { operation: "list azlin's resources", action, signal });
  }
}

function isIn(resourceGroup: string | undefined, id: string): boolean {
  return (
    resourceGroup === undefined || parseResourceId(id).resourceGroup?.toLowerCase() === resourceGroup.toLowerCase()
  );
}

async function isItsVmThere(
  azure: VmAzure,
  { tags }: ResourceDocument<unknown>,
  options: AbortOptions,
): Promise<boolean | undefined> {
  const vmId = readTag(tags, SNAPSHOT_VM_TAG);
  return vmId === undefined || !isResourceId(vmId) ? undefined : resourceExists(azure, vmId, options);
}

function toOrphan({ id, kind, sku, properties }: ReadFacts, reason: string): Orphan {
  const size = properties["diskSizeGB"];
  const sizeGb = typeof size === "number" ? size : undefined;
  return {
    id,
    name: resourceNameOf(id),
    kind,
    resourceGroup: parseResourceId(id).resourceGroup ?? "",
    reason,
    sizeGb: sizeGb ?? null,
    monthlyCostUsd: monthlyCostUsd({ kind, sku, sizeGb }),
  };
}
