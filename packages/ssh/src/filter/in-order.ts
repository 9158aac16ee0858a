/**
 * Maps an iterable with a bounded number of calls at once and hands the results on in the order of the items. It reads
 * no further ahead than that. Results that are there at once are handed on without waiting for a turn.
 */
export async function* inOrder<T, R>(
  items: Iterable<T>,
  concurrency: number,
  fn: (item: T) => R | Promise<R>,
): AsyncGenerator<R> {
  const pending: (R | Promise<R>)[] = [];
  try {
    for (const item of items) {
      const result = fn(item);
      if (pending.length === 0 && !(result instanceof Promise)) {
        yield result;
        continue;
      }
      pending.push(result);
      if (pending.length >= concurrency) yield await pending.shift()!;
    }
    while (pending.length > 0) yield await pending.shift()!;
  } finally {
    // When the reader stops early, nobody is left to hear of the others.
    await Promise.allSettled(pending);
  }
}
