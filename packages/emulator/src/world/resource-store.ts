import { resourceKey } from "@azlin/core";
import type { JsonObject } from "../json/json.ts";
import { GroupIndex } from "./group-index.ts";
import { ReferenceIndex } from "./reference-index.ts";

/** A resource's document as ARM shows it. */
export interface ArmResource extends JsonObject {
  id: string;
  name: string;
  type: string;
  location?: string;
  tags?: Record<string, string>;
  properties?: JsonObject;
}

/**
 * One resource of the world. Documents are never changed in place: a change puts a new object, so that answers,
 * history and indexes may hold on to what they saw.
 */
export interface StoredResource {
  readonly body: ArmResource;
  /** What the emulator knows and no answer shows: power state, secrets, timings. JSON, so that it can be saved. */
  readonly internals: JsonObject;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Position in lists; also the cursor of their pages. */
  readonly sequence: number;
}

/** A change, for readers that lag behind: what was there before. */
export interface StoreChange {
  readonly at: number;
  readonly key: string;
  readonly previous: StoredResource | undefined;
}

/** Parts of a resource that {@link ResourceStore.put} takes; what is absent stays as it was. */
export interface ResourceUpdate {
  readonly body: ArmResource;
  readonly internals?: JsonObject;
}

/** Follows what is stored. One at most: the guests, which live by what happens to VMs and disks. */
export interface StoreWatcher {
  /** What is stored in the place of a document that is about to be put. */
  amend(body: ArmResource): ArmResource;
  /** A resource was put (`current`) or removed (`previous` alone). */
  changed(previous: StoredResource | undefined, current: StoredResource | undefined): void;
  /** The whole content was replaced. */
  loaded(): void;
}

/** All resources of one world, found by id without regard to case, by type and by group. */
export class ResourceStore {
  readonly #byKey = new Map<string, StoredResource>();
  readonly #byType = new Map<string, Map<string, StoredResource>>();
  readonly #groups = new GroupIndex();
  readonly #references = new ReferenceIndex();
  readonly #now: () => number;
  #sequence = 0;
  #changes: StoreChange[] = [];
  /** Keys that {@link asIfGone} hides. */
  #hidden: ReadonlySet<string> = new Set();
  /** Milliseconds of history to keep for readers that lag. */
  historyMs = 0;
  /** Told of every change, when there is one. */
  watcher: StoreWatcher | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(id: string): StoredResource | undefined {
    const key = resourceKey(id);
    return this.#hidden.has(key) ? undefined : this.#byKey.get(key);
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  /** Answers as if the resources of these keys had gone: they are not found by id, and refer to nothing. */
  asIfGone<T>(keys: ReadonlySet<string>, answer: () => T): T {
    const before = this.#hidden;
    this.#hidden = keys;
    try {
      return answer();
    } finally {
      this.#hidden = before;
    }
  }

  get size(): number {
    return this.#byKey.size;
  }

  /** Puts a resource there, or a new version of it. */
  put(update: ResourceUpdate): StoredResource {
    const body = this.watcher?.amend(update.body) ?? update.body;
    const stored = this.#store(update.internals, body);
    this.watcher?.changed(stored.previous, stored.current);
    return stored.current;
  }

  #store(
    internals: JsonObject | undefined,
    body: ArmResource,
  ): { readonly previous: StoredResource | undefined; readonly current: StoredResource } {
    const key = resourceKey(body.id);
    const previous = this.#byKey.get(key);
    const now = this.#now();
    const stored: StoredResource = {
      body,
      internals: internals ?? previous?.internals ?? {},
      createdAt: previous?.createdAt ?? now,
      changedAt: now,
      sequence: previous?.sequence ?? ++this.#sequence,
    };
    this.#remember(key, previous);
    this.#insert(key, stored);
    return { previous, current: stored };
  }

  remove(id: string): void {
    const key = resourceKey(id);
    const previous = this.#byKey.get(key);
    if (previous === undefined) return;
    this.#remember(key, previous);
    this.#byKey.delete(key);
    this.#byType.get(previous.body.type.toLowerCase())?.delete(key);
    this.#groups.delete(key);
    this.#references.remove(key);
    this.watcher?.changed(previous, undefined);
  }

  /** Resources of one type, in the order in which they were made; below `scope` when it is given. */
  *ofType(type: string, scope = ""): Generator<StoredResource> {
    const prefix = scope === "" ? "" : `${resourceKey(scope)}/`;
    for (const [key, resource] of this.#byType.get(type.toLowerCase()) ?? []) {
      if (key.startsWith(prefix)) yield resource;
    }
  }

  /** Everything whose id lies below `scope`, without the scope itself. */
  *below(scope: string): Generator<StoredResource> {
    const own = resourceKey(scope);
    const prefix = `${own}/`;
    for (const [key, resource] of this.#groups.around(own) ?? this.#byKey) {
      if (key.startsWith(prefix)) yield resource;
    }
  }

  all(): IterableIterator<StoredResource> {
    return this.#byKey.values();
  }

  /** Resources whose documents name `id`, or something below it; `type` narrows. */
  *referrers(id: string, type?: string): Generator<StoredResource> {
    const wanted = type?.toLowerCase();
    for (const key of this.#references.referrers(resourceKey(id))) {
      const resource = this.#hidden.has(key) ? undefined : this.#byKey.get(key);
      if (resource !== undefined && (wanted === undefined || resource.body.type.toLowerCase() === wanted)) {
        yield resource;
      }
    }
  }

  /** All resources as they were `lagMs` ago, which must lie within the history. */
  asOf(lagMs: number): Iterable<StoredResource> {
    const then = lagMs > 0 ? this.#changedWithin(lagMs) : new Map<string, undefined>();
    if (then.size === 0) return this.all();
    const unchanged = [...this.all()].filter(({ body }) => !then.has(resourceKey(body.id)));
    const before = [...then.values()].filter((resource) => resource !== undefined);
    return [...unchanged, ...before].toSorted((left, right) => left.sequence - right.sequence);
  }

  /** What stood there `lagMs` ago, for the keys that changed since. */
  #changedWithin(lagMs: number): Map<string, StoredResource | undefined> {
    const since = this.#now() - lagMs;
    const then = new Map<string, StoredResource | undefined>();
    for (const change of this.#changes) {
      if (change.at > since && !then.has(change.key)) then.set(change.key, change.previous);
    }
    return then;
  }

  /** Replaces the whole content. */
  load(resources: Iterable<StoredResource>): void {
    this.#byKey.clear();
    this.#byType.clear();
    this.#groups.clear();
    this.#references.clear();
    this.#changes = [];
    this.#sequence = 0;
    for (const resource of resources) {
      this.#insert(resourceKey(resource.body.id), resource);
      this.#sequence = Math.max(this.#sequence, resource.sequence);
    }
    this.watcher?.loaded();
  }

  #insert(key: string, stored: StoredResource): void {
    this.#byKey.set(key, stored);
    const type = stored.body.type.toLowerCase();
    const ofType = this.#byType.get(type);
    if (ofType === undefined) this.#byType.set(type, new Map([[key, stored]]));
    else ofType.set(key, stored);
    this.#groups.set(key, stored);
    this.#references.update(key, stored.body);
  }

  #remember(key: string, previous: StoredResource | undefined): void {
    if (this.historyMs <= 0) return;
    const now = this.#now();
    this.#changes.push({ at: now, key, previous });
    const oldest = now - this.historyMs;
    if (this.#changes[0]!.at < oldest) this.#changes = this.#changes.filter((change) => change.at >= oldest);
  }
}
