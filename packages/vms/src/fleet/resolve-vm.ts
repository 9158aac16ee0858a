import {
  callOptions,
  isResourceId,
  resourceNameOf,
  sameResource,
  toAzlinError,
  type AbortOptions,
  type OperationOptions,
} from "@azlin/core";
import { sessionOf, TAG_KEYS, toManagedVm, type ManagedVm } from "@azlin/tags";
import { RESOURCE_TYPES } from "../resource-types.ts";
import { timed, type VmAzure } from "../vm-azure.ts";
import { ambiguousVm, vmNotFound } from "./vm-not-found.ts";

/** Where to look for a VM. */
export interface ResolveVmOptions extends OperationOptions {
  readonly resourceGroup?: string | undefined;
}

interface FindOptions extends AbortOptions {
  readonly resourceGroup: string | undefined;
}

const SESSION_NAME = /^[a-zA-Z0-9_-]+$/;

/**
 * The VM that a person means by a resource id, a VM name or a session name. A VM's own name wins over a session of
 * the same name. Read from Resource Manager itself: two requests for a subscription.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`); ValidationError (`AMBIGUOUS_VM`) naming the candidates.
 */
export function resolveVm(azure: VmAzure, text: string, options: ResolveVmOptions = {}): Promise<ManagedVm> {
  return timed(azure, "finding the VM", {
    ...options,
    run: (signal) => findVm(azure, text, { resourceGroup: options.resourceGroup, signal }),
  });
}

async function findVm(azure: VmAzure, text: string, options: FindOptions): Promise<ManagedVm> {
  if (isResourceId(text)) return byId(azure, text, options);
  const subscriptionIds = await azure.subscriptions.ids(options);
  const [named, inSession] = await Promise.all([
    gather(subscriptionIds, (id) => findByName(azure, id, { name: text, ...options })),
    SESSION_NAME.test(text)
      ? gather(subscriptionIds, (id) => findBySession(azure, id, { session: text, ...options }))
      : [],
  ]);
  const candidates = [named, inSession].map((found) => inGroup(found, options)).find((found) => found.length > 0);
  if (candidates === undefined) throw vmNotFound(text, options.resourceGroup);
  if (candidates.length > 1) throw ambiguousVm(text, candidates);
  return candidates[0]!;
}

async function byId(azure: VmAzure, id: string, options: AbortOptions): Promise<ManagedVm> {
  const tags = await azure.tagsApi.read(id, options);
  if (tags === undefined) throw vmNotFound(resourceNameOf(id), undefined);
  return toManagedVm({ id, tags });
}

async function gather(
  subscriptionIds: readonly string[],
  find: (subscriptionId: string) => AsyncIterable<ManagedVm>,
): Promise<ManagedVm[]> {
  const found = await Promise.all(
    subscriptionIds.map(async (subscriptionId) => {
      const vms: ManagedVm[] = [];
      for await (const vm of find(subscriptionId)) vms.push(vm);
      return vms;
    }),
  );
  return found.flat();
}

async function* findByName(
  { clients }: VmAzure,
  subscriptionId: string,
  { name, signal }: { readonly name: string } & AbortOptions,
): AsyncGenerator<ManagedVm> {
  const filter = `resourceType eq '${RESOURCE_TYPES.virtualMachine.type}' and name eq '${name.replaceAll("'", "''")}'`;
  try {
    const client = await clients.resources(subscriptionId);
    for await (const { id, location, tags } of client.resources.list({
      filter,
      ...callOptions({ signal }),
    })) {
      if (id !== undefined) yield toManagedVm({ id, location, tags });
    }
  } catch (error) {
    const action = "Microsoft.Compute/virtualMachines/read";
    throw toAzlinError(error, { operation: `find the VM '${name}'`, action, signal });
  }
}

async function* findBySession(
  { tagsApi }: VmAzure,
  subscriptionId: string,
  { session, ...options }: { readonly session: string } & FindOptions,
): AsyncGenerator<ManagedVm> {
  const tag = { name: TAG_KEYS.session, value: session };
  for await (const { id, tags } of tagsApi.findByTag(subscriptionId, tag, options)) {
    const isVm = id.toLowerCase().includes(`/${RESOURCE_TYPES.virtualMachine.type.toLowerCase()}/`);
    if (isVm && sessionOf(tags) === session) yield toManagedVm({ id, tags });
  }
}

function inGroup(found: readonly ManagedVm[], { resourceGroup }: FindOptions): ManagedVm[] {
  const unique = found.filter((vm, index) => found.findIndex((other) => sameResource(other.id, vm.id)) === index);
  if (resourceGroup === undefined) return unique;
  return unique.filter((vm) => vm.resourceGroup.toLowerCase() === resourceGroup.toLowerCase());
}
