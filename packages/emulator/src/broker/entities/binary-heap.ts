/** A priority queue: the least element first. Elements are not removed by value; who uses it skips the stale ones. */
export class BinaryHeap<T> {
  readonly #elements: T[] = [];
  readonly #keyOf: (element: T) => number;

  constructor(keyOf: (element: T) => number) {
    this.#keyOf = keyOf;
  }

  get size(): number {
    return this.#elements.length;
  }

  /** The least element, or `undefined` when there is none. */
  peek(): T | undefined {
    return this.#elements[0];
  }

  push(element: T): void {
    const elements = this.#elements;
    let at = elements.push(element) - 1;
    const key = this.#keyOf(element);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#keyOf(elements[parent]!) <= key) break;
      elements[at] = elements[parent]!;
      at = parent;
    }
    elements[at] = element;
  }

  /** Takes the least element out. */
  pop(): T | undefined {
    const elements = this.#elements;
    const first = elements[0];
    const last = elements.pop();
    if (elements.length > 0) this.#sink(last!);
    return first;
  }

  #sink(element: T): void {
    const elements = this.#elements;
    const key = this.#keyOf(element);
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= elements.length) break;
      const right = child + 1;
      if (right < elements.length && this.#keyOf(elements[right]!) < this.#keyOf(elements[child]!)) child = right;
      if (this.#keyOf(elements[child]!) >= key) break;
      elements[at] = elements[child]!;
      at = child;
    }
    elements[at] = element;
  }
}
