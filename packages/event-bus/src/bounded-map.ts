/**
 * A map that forgets what was not set for long. It always knows the last half of its entries: they are kept in two maps, the
 * older of which goes as a whole, as a map whose first entry is deleted again and again looks for its new first one among
 * all that were.
 */
export class BoundedMap<K, V> {
  readonly #mostOfHalf: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();

  /** @param most - entries; 2 at least. */
  constructor(most: number) {
    this.#mostOfHalf = Math.ceil(most / 2);
  }

  get(key: K): V | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: K, value: V): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#mostOfHalf) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}
