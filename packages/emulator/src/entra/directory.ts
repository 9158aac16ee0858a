import { DirectoryIndex } from "./directory-index.ts";
import type { DirectoryObject, DirectoryObjectType, TrustedIssuer } from "./directory-object.ts";
import { ADMINISTRATOR, type Principal } from "./principal.ts";
import { objectsOf, principalOf, type DirectoryDraft } from "./principal-objects.ts";

/** How long deleted objects can be restored. Milliseconds. */
const BIN_MS = 30 * 86_400_000;

/** When things happen in a directory. */
export interface DirectoryTiming {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds until a write that is made now is seen by others. */
  readonly replicationMs: () => number;
}

/** A directory as JSON. */
export interface DirectoryState {
  readonly objects: readonly DirectoryObject[];
  readonly issuers: readonly TrustedIssuer[];
}

/** What of an object is to change; absent members stay. */
export type DirectoryChange = Partial<Pick<DirectoryObject, "body" | "internals">>;

/** The applications and service principals of a world, those in the bin among them. */
export class Directory {
  /** Issuers elsewhere whose tokens can be checked, by their `iss`. */
  readonly issuers = new Map<string, TrustedIssuer>();
  readonly #timing: DirectoryTiming;
  readonly #objects = new Map<string, DirectoryObject>();
  readonly #index = new DirectoryIndex();
  #sequence = 0;

  constructor(timing: DirectoryTiming) {
    this.#timing = timing;
    this.add(ADMINISTRATOR);
  }

  /** Puts a principal there as it is; when it tells when it was made, others see it only after a while. */
  add(principal: Principal): void {
    const { createdAt } = principal;
    const visibleAt = createdAt === undefined ? 0 : createdAt + this.#timing.replicationMs();
    const created = new Date(createdAt ?? this.#timing.now()).toISOString();
    for (const draft of objectsOf(principal, created)) {
      this.#put({ ...draft, visibleAt, sequence: ++this.#sequence });
    }
  }

  /** Takes a principal and its application out for good; role assignments that name it stay. Whether it was there. */
  remove(objectId: string): boolean {
    const principal = this.get("servicePrincipal", objectId);
    if (principal === undefined) return false;
    const application = this.byAppId("application", principal.body.appId);
    if (application !== undefined) this.purge(application);
    this.purge(principal);
    return true;
  }

  /** Makes an object, which others see after the replication time. */
  create(draft: DirectoryDraft, createdBy: string): DirectoryObject {
    const visibleAt = this.visibleFromNow();
    return this.#put({ ...draft, createdBy, visibleAt, sequence: ++this.#sequence });
  }

  update(object: DirectoryObject, change: DirectoryChange): DirectoryObject {
    return this.#put({ ...object, ...change });
  }

  /** When a write that is made now is seen by others, in milliseconds since the epoch. */
  visibleFromNow(): number {
    return this.#timing.now() + this.#timing.replicationMs();
  }

  /** Whether others see what becomes visible at that time. */
  isVisible({ visibleAt }: Pick<DirectoryObject, "visibleAt">): boolean {
    return visibleAt <= this.#timing.now();
  }

  /** A living object, replicated or not. */
  get(type: DirectoryObjectType, id: string): DirectoryObject | undefined {
    const found = this.#objects.get(id.toLowerCase());
    return found?.type === type && found.deletedAt === undefined ? found : undefined;
  }

  /** The living object of an application id, replicated or not. */
  byAppId(type: DirectoryObjectType, appId: string): DirectoryObject | undefined {
    return this.#objects.get(this.#index.byAppId(type, appId) ?? "");
  }

  /** The living application of a unique name, replicated or not. */
  byUniqueName(uniqueName: string): DirectoryObject | undefined {
    return this.#objects.get(this.#index.byUniqueName(uniqueName) ?? "");
  }

  /** How many objects there are, those in the bin among them; of one creator, when one is told. */
  count(createdBy?: string): number {
    this.#emptyBin();
    if (createdBy === undefined) return this.#objects.size;
    return [...this.#objects.values()].filter((object) => object.createdBy === createdBy).length;
  }

  /** Living objects of a type in the order in which they were made, replicated or not. */
  *ofType(type: DirectoryObjectType): Generator<DirectoryObject> {
    for (const object of this.#objects.values()) {
      if (object.type === type && object.deletedAt === undefined) yield object;
    }
  }

  /** Moves an object to the bin; an application takes its service principal along. */
  bin(object: DirectoryObject): void {
    const deletedAt = this.#timing.now();
    const principal = object.type === "application" ? this.byAppId("servicePrincipal", object.body.appId) : undefined;
    for (const gone of principal === undefined ? [object] : [object, principal]) {
      this.#index.remove(gone);
      const body = { ...gone.body, deletedDateTime: new Date(deletedAt).toISOString() };
      this.#objects.set(gone.body.id.toLowerCase(), { ...gone, body, deletedAt });
    }
  }

  /** Objects that can be restored, in the order in which they were made. */
  binned(): DirectoryObject[] {
    this.#emptyBin();
    return [...this.#objects.values()].filter(({ deletedAt }) => deletedAt !== undefined);
  }

  /** Takes an object back out of the bin. */
  restore({ deletedAt: _over, ...object }: DirectoryObject): DirectoryObject {
    return this.#put({ ...object, body: { ...object.body, deletedDateTime: null } });
  }

  /** Takes an object out for good. */
  purge(object: DirectoryObject): void {
    this.#objects.delete(object.body.id.toLowerCase());
    this.#index.remove(object);
  }

  byClientId(clientId: string): Principal | undefined {
    const found = this.byAppId("servicePrincipal", clientId);
    return found && principalOf(found);
  }

  byObjectId(objectId: string): Principal | undefined {
    const found = this.get("servicePrincipal", objectId);
    return found && principalOf(found);
  }

  /** Whether there is a service principal of that object id, and others see it. */
  hasReplicated(objectId: string): boolean {
    const found = this.get("servicePrincipal", objectId);
    return found !== undefined && this.isVisible(found);
  }

  all(): Principal[] {
    return [...this.ofType("servicePrincipal")].map(principalOf);
  }

  /** Empties the directory but for these principals. */
  load(principals: Iterable<Principal>): void {
    this.loadState({ objects: [], issuers: [] });
    for (const principal of principals) this.add(principal);
  }

  state(): DirectoryState {
    this.#emptyBin();
    return { objects: [...this.#objects.values()], issuers: [...this.issuers.values()] };
  }

  /** Replaces the whole content. */
  loadState({ objects, issuers }: DirectoryState): void {
    this.#objects.clear();
    this.#index.clear();
    this.issuers.clear();
    for (const issuer of issuers) this.issuers.set(issuer.issuer, issuer);
    for (const object of objects) this.#put(object);
    this.#sequence = Math.max(0, ...objects.map(({ sequence }) => sequence));
  }

  /** What was deleted too long ago is gone. */
  #emptyBin(): void {
    const oldest = this.#timing.now() - BIN_MS;
    for (const object of this.#objects.values()) {
      if (object.deletedAt !== undefined && object.deletedAt <= oldest) this.purge(object);
    }
  }

  #put(object: DirectoryObject): DirectoryObject {
    const id = object.body.id.toLowerCase();
    if (object.deletedAt === undefined) this.#index.add(object, this.#objects.get(id));
    this.#objects.set(id, object);
    return object;
  }
}
