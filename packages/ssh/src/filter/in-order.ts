/**
 * Maps an iterable with a bounded number of calls at once and hands the results on in the order of the items. It reads
 * no further ahead than that.
 */
export async function* inOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  concurrency: number,
  fn: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const pending: Promise<R>[] = [];
  try {
    for await (const item of items) {
      pending.push(fn(item));
      if (pending.length >= concurrency) yield await pending.shift()!;
    }
    while (pending.length > 0) yield await pending.shift()!;
  } finally {
    // When the reader stops early, nobody is left to hear of the others.
    await Promise.allSettled(pending);
  }
}
