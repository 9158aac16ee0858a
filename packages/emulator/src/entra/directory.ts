import { ADMINISTRATOR, type Principal } from "./principal.ts";

/** The service principals of a world. */
export class Directory {
  readonly #byClient = new Map<string, Principal>();
  readonly #byObject = new Map<string, Principal>();

  constructor() {
    this.add(ADMINISTRATOR);
  }

  add(principal: Principal): void {
    this.#byClient.set(principal.clientId.toLowerCase(), principal);
    this.#byObject.set(principal.objectId.toLowerCase(), principal);
  }

  /** Takes a principal out; role assignments that name it stay. Whether it was there. */
  remove(objectId: string): boolean {
    const principal = this.byObjectId(objectId);
    if (principal === undefined) return false;
    this.#byClient.delete(principal.clientId.toLowerCase());
    return this.#byObject.delete(principal.objectId.toLowerCase());
  }

  byClientId(clientId: string): Principal | undefined {
    return this.#byClient.get(clientId.toLowerCase());
  }

  byObjectId(objectId: string): Principal | undefined {
    return this.#byObject.get(objectId.toLowerCase());
  }

  all(): Principal[] {
    return [...this.#byClient.values()];
  }

  load(principals: Iterable<Principal>): void {
    this.#byClient.clear();
    this.#byObject.clear();
    for (const principal of principals) this.add(principal);
  }
}
