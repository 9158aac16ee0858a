import { textAt } from "../json/json.ts";
import type { DirectoryObject, DirectoryObjectType } from "./directory-object.ts";

/** Ids of the living objects of a directory, by the other keys that they are found by. */
export class DirectoryIndex {
  readonly #ids = new Map<string, string>();

  /** Adds an object, in place of what it was before. */
  add(object: DirectoryObject, before: DirectoryObject | undefined): void {
    if (before !== undefined) this.remove(before);
    for (const key of keysOf(object)) this.#ids.set(key, object.body.id.toLowerCase());
  }

  remove(object: DirectoryObject): void {
    const id = object.body.id.toLowerCase();
    for (const key of keysOf(object)) if (this.#ids.get(key) === id) this.#ids.delete(key);
  }

  clear(): void {
    this.#ids.clear();
  }

  /** Id of the object of an application id. */
  byAppId(type: DirectoryObjectType, appId: string): string | undefined {
    return this.#ids.get(appIdKey(type, appId));
  }

  /** Id of the application of a unique name. */
  byUniqueName(uniqueName: string): string | undefined {
    return this.#ids.get(uniqueNameKey(uniqueName));
  }
}

function keysOf({ type, body }: DirectoryObject): string[] {
  const uniqueName = type === "application" ? textAt(body, "uniqueName") : undefined;
  const key = appIdKey(type, body.appId);
  return uniqueName === undefined ? [key] : [key, uniqueNameKey(uniqueName)];
}

function appIdKey(type: DirectoryObjectType, appId: string): string {
  return `${type} ${appId.toLowerCase()}`;
}

function uniqueNameKey(uniqueName: string): string {
  return `name ${uniqueName}`;
}
