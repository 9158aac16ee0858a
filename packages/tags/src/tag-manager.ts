import {
  isAzlinError,
  resourceKey,
  silentLogger,
  systemClock,
  TtlCache,
  withDeadline,
  type AzureTransport,
  type Clock,
  type Logger,
  type OperationOptions,
  type VmRef,
} from "@azlin/core";
import { AzureClients } from "./azure-clients.ts";
import { claimSession, findContenders, vmNotFound, type ClaimContext } from "./claim-session.ts";
import type { ManagedVm } from "./managed-vm.ts";
import { toManagedVm } from "./managed-vm.ts";
import { SubscriptionScope } from "./subscriptions.ts";
import {
  managementTags,
  isManaged,
  parseSessionName,
  readTag,
  sessionOf,
  TAG_KEYS,
  type ManagementFacts,
  type Tags,
} from "./tag-schema.ts";
import { TagsApi } from "./tags-api.ts";
import { discoverVms, type DiscoveryOptions } from "./vm-discovery.ts";
import { vmIdOf } from "./vm-id.ts";
import { VmWriteQueue } from "./vm-write-queue.ts";

/** Options of {@link TagManager}. */
export interface TagManagerOptions {
  readonly transport: AzureTransport;
  /** Milliseconds for which a VM's tags are answered from memory. Default 60,000 (seed 000). */
  readonly cacheTtlMs?: number;
  /** VMs whose tags are kept in memory. Default 100 (seed 000). */
  readonly cacheEntries?: number;
  /** Milliseconds allowed for one call when it sets no time-out of its own. Default 30,000. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
  /** Default: silent. */
  readonly logger?: Logger;
  /** Told when cached tags are served because Azure did not answer. Default: the logger alone is told. */
  readonly onStale?: (notice: StaleNotice) => void;
}

/** Cached tags were served in place of what Azure would have said. */
export interface StaleNotice {
  readonly vmId: string;
  readonly ageMs: number;
  readonly maxAgeMs: number;
  readonly cause: unknown;
}

/** Options of reads. */
export interface ReadTagsOptions extends OperationOptions {
  /** Ask Azure even when the tags are in memory. Default false. */
  readonly refresh?: boolean;
}

/**
 * Session names and management tags of VMs. Azure's tags are the source of truth; they are kept in memory for a
 * minute. Writes change single tags atomically, so that tags of others survive.
 */
export class TagManager {
  readonly #clients: AzureClients;
  readonly #api: TagsApi;
  readonly #subscriptions: SubscriptionScope;
  readonly #cache: TtlCache<string, Tags>;
  readonly #writes = new VmWriteQueue();
  readonly #options: Required<Omit<TagManagerOptions, "onStale">> & Pick<TagManagerOptions, "onStale">;

  constructor(options: TagManagerOptions) {
    const { cacheTtlMs = 60_000, cacheEntries = 100, timeoutMs = 30_000 } = options;
    const { clock = systemClock, logger = silentLogger } = options;
    this.#options = { ...options, cacheTtlMs, cacheEntries, timeoutMs, clock, logger };
    this.#clients = new AzureClients(options.transport);
    this.#api = new TagsApi(this.#clients);
    this.#subscriptions = new SubscriptionScope(this.#clients);
    this.#cache = new TtlCache({ maxEntries: cacheEntries, ttlMs: cacheTtlMs, clock });
  }

  /**
   * Session name of a VM.
   *
   * @returns undefined when the VM has none, or does not exist.
   * @throws PermissionError (`PERMISSION_DENIED`) naming the missing action; TransportError when Azure cannot be
   * reached and nothing is in memory.
   */
  async getSessionName(vm: VmRef, options: ReadTagsOptions = {}): Promise<string | undefined> {
    return sessionOf(await this.getTags(vm, options));
  }

  /**
   * All tags of a VM. When Azure does not answer in time or cannot be reached, tags that are in memory and not older
   * than their maximum age are served, and `onStale` is told.
   *
   * @returns undefined when the VM does not exist.
   */
  async getTags(vm: VmRef, options: ReadTagsOptions = {}): Promise<Tags | undefined> {
    const vmId = this.#idOf(vm);
    const key = resourceKey(vmId);
    const cached = options.refresh === true ? undefined : this.#cache.get(key);
    if (cached !== undefined) return cached.value;
    try {
      const tags = await this.#timed("reading VM tags", options, (signal) => this.#api.read(vmId, { signal }));
      if (tags === undefined) this.#cache.delete(key);
      else this.#cache.set(key, tags);
      return tags;
    } catch (error) {
      options.signal?.throwIfAborted();
      return this.#serveStale(vmId, error);
    }
  }

  /**
   * Gives a VM a session name; no two VMs of the subscriptions in scope can have the same one, also when several
   * writers want it at once. Marks the VM as managed by azlin.
   *
   * @throws ValidationError (`INVALID_SESSION_NAME`) before any request; TagConflictError (`TAG_CONFLICT`) when
   * another VM has the name or wins the race for it; NotFoundError (`VM_NOT_FOUND`).
   */
  async setSessionName(vm: VmRef, session: string, options: OperationOptions = {}): Promise<void> {
    parseSessionName(session);
    const vmId = this.#idOf(vm);
    await this.#write(vmId, "naming a session", options, async (signal) =>
      claimSession(await this.#claimContext({ signal }), { vmId, session }, { signal }),
    );
  }

  /**
   * Takes a VM's session name away. A VM without one, or one that does not exist, is left as it is.
   *
   * @returns whether there was a name.
   */
  async deleteSessionName(vm: VmRef, options: OperationOptions = {}): Promise<boolean> {
    const vmId = this.#idOf(vm);
    const session = await this.getSessionName(vmId, { ...options, refresh: true });
    if (session === undefined) return false;
    await this.#write(vmId, "removing a session name", options, (signal) =>
      this.#api.remove(vmId, { [TAG_KEYS.session]: session }, { signal }),
    );
    return true;
  }

  /**
   * The managed VM that has a session name, read from Resource Manager itself: names just given are found.
   *
   * @returns undefined when no VM has it.
   */
  async getVmBySession(
    session: string,
    options: OperationOptions & { readonly resourceGroup?: string } = {},
  ): Promise<ManagedVm | undefined> {
    parseSessionName(session);
    return this.#timed("finding a session", options, async (signal) => {
      const found = await findContenders(await this.#claimContext({ signal }), session, { signal });
      return found
        .map(toManagedVm)
        .filter((vm) => isManaged(vm.tags))
        .find(
          ({ resourceGroup }) =>
            options.resourceGroup === undefined || resourceGroup.toLowerCase() === options.resourceGroup.toLowerCase(),
        );
    });
  }

  /** The VMs that azlin manages, in all resource groups and subscriptions in scope. Fills the memory of tags. */
  async *listManagedVms(options: DiscoveryOptions = {}): AsyncGenerator<ManagedVm> {
    const context = { clients: this.#clients, subscriptions: this.#subscriptions, logger: this.#options.logger };
    for await (const page of discoverVms(context, options)) {
      // Of more than fit, the last would push out the first.
      for (const vm of page.slice(-this.#options.cacheEntries)) this.#cache.set(resourceKey(vm.id), vm.tags);
      for (const vm of page) yield vm;
    }
  }

  /**
   * Marks a VM as managed by azlin, with owner and time of creation where given. One request.
   *
   * @throws NotFoundError (`VM_NOT_FOUND`), PermissionError (`PERMISSION_DENIED`).
   */
  async setManagedTags(vm: VmRef, facts: ManagementFacts = {}, options: OperationOptions = {}): Promise<Tags> {
    return this.mergeTags(vm, managementTags(facts), options);
  }

  /** Adds or changes tags of a VM and leaves all others. One request. Returns all tags. */
  mergeTags(vm: VmRef, tags: Tags, options: OperationOptions = {}): Promise<Tags> {
    const vmId = this.#idOf(vm);
    return this.#write(vmId, "writing VM tags", options, (signal) => this.#api.merge(vmId, tags, { signal }));
  }

  /** Removes tags of a VM, whatever their values. Returns the tags that are left. */
  async removeTags(vm: VmRef, names: readonly string[], options: OperationOptions = {}): Promise<Tags> {
    const vmId = this.#idOf(vm);
    const present = await this.getTags(vmId, { ...options, refresh: true });
    if (present === undefined) throw vmNotFound(vmId);
    const doomed = Object.fromEntries(
      names.flatMap((name) => {
        const value = readTag(present, name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
    if (Object.keys(doomed).length === 0) return present;
    return this.#write(vmId, "removing VM tags", options, (signal) => this.#api.remove(vmId, doomed, { signal }));
  }

  /** Subscriptions in scope. */
  subscriptionIds(options: OperationOptions = {}): Promise<readonly string[]> {
    return this.#subscriptions.ids(options);
  }

  #idOf(vm: VmRef): string {
    return vmIdOf(vm, this.#options.transport);
  }

  async #claimContext(options: OperationOptions): Promise<ClaimContext> {
    const subscriptionIds = await this.#subscriptions.ids(options);
    return { api: this.#api, clock: this.#options.clock, subscriptionIds };
  }

  /** Writes to one VM run one after the other; what is in memory of it is forgotten first and renewed by the answer. */
  #write(
    vmId: string,
    operation: string,
    ...[options, write]: [OperationOptions, (signal: AbortSignal) => Promise<Tags>]
  ): Promise<Tags> {
    const key = resourceKey(vmId);
    return this.#writes.run(key, async () => {
      this.#cache.delete(key);
      try {
        const tags = await this.#timed(operation, options, write);
        this.#cache.set(key, tags);
        return tags;
      } catch (error) {
        this.#cache.delete(key);
        throw isAzlinError(error, "NOT_FOUND") ? vmNotFound(vmId) : error;
      }
    });
  }

  #timed<T>(operation: string, options: OperationOptions, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { timeoutMs = this.#options.timeoutMs, signal } = options;
    const { clock } = this.#options;
    return withDeadline(operation, { timeoutMs, clock, signal }, run);
  }

  #serveStale(vmId: string, cause: unknown): Tags {
    const isOutage = isAzlinError(cause, "TIMED_OUT") || isAzlinError(cause, "TRANSPORT_FAILED");
    const cached = isOutage ? this.#cache.getStale(resourceKey(vmId)) : undefined;
    if (cached === undefined) throw cause;
    const { ageMs } = cached;
    const maxAgeMs = this.#options.cacheTtlMs;
    this.#options.logger.warn("Azure API timeout. Using cached session data.", { vmId, ageMs, maxAgeMs });
    this.#options.onStale?.({ vmId, ageMs, maxAgeMs, cause });
    return cached.value;
  }
}
