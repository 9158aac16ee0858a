import { resourceKey } from "@azlin/core";
import { visitTexts, type JsonObject } from "../json/json.ts";

/**
 * Who refers to whom, read from the documents themselves: every text in a body that is an ARM id is a reference.
 * Documents are read when the first question comes, so that seeding ten thousand resources costs nothing.
 */
export class ReferenceIndex {
  readonly #unread = new Map<string, JsonObject>();
  readonly #targets = new Map<string, string[]>();
  readonly #referrers = new Map<string, Set<string>>();

  update(key: string, body: JsonObject): void {
    this.#unread.set(key, body);
  }

  remove(key: string): void {
    this.#unread.delete(key);
    this.#forget(key);
  }

  clear(): void {
    this.#unread.clear();
    this.#targets.clear();
    this.#referrers.clear();
  }

  /** Keys of the documents that name `key` or anything below it. */
  referrers(key: string): ReadonlySet<string> {
    this.#readAll();
    return this.#referrers.get(key) ?? new Set();
  }

  #readAll(): void {
    for (const [key, body] of this.#unread) {
      this.#forget(key);
      this.#read(key, body);
    }
    this.#unread.clear();
  }

  #read(key: string, body: JsonObject): void {
    const targets = new Set<string>();
    visitTexts(body.properties, (text) => collect(text, targets));
    visitTexts(body.managedBy, (text) => collect(text, targets));
    visitTexts(body.identity, (text) => collect(text, targets));
    targets.delete(key);
    if (targets.size === 0) return;
    this.#targets.set(key, [...targets]);
    for (const target of targets) {
      const referrers = this.#referrers.get(target);
      if (referrers === undefined) this.#referrers.set(target, new Set([key]));
      else referrers.add(key);
    }
  }

  #forget(key: string): void {
    for (const target of this.#targets.get(key) ?? []) this.#referrers.get(target)?.delete(key);
    this.#targets.delete(key);
  }
}

/** Adds the id in `text`, and the resources that it lies in. */
function collect(text: string, targets: Set<string>): void {
  if (!text.startsWith("/subscriptions/") || text.length > 1024) return;
  const segments = resourceKey(text).split("/");
  // "", subscriptions, id, resourcegroups, name, providers, namespace, type, name: nine without a parent resource
  for (; segments.length > 9; segments.splice(-2)) targets.add(segments.join("/"));
  targets.add(segments.join("/"));
}
