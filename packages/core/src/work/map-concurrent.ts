import pLimit from "p-limit";

/** What {@link mapConcurrent} goes through. */
export type Items<T> = Iterable<T> | AsyncIterable<T>;

/** Options of {@link mapConcurrent} and {@link mapConcurrentSettled}. */
export interface ConcurrencyOptions {
  /** Most calls under way at once. Default: 8. */
  readonly concurrency?: number;
  /** Stops further calls from being made; calls under way are for `fn` to end. */
  readonly signal?: AbortSignal | undefined;
}

/** What became of one item of a batch. */
export type ItemReport<T, R> =
  | { readonly ok: true; readonly item: T; readonly value: R }
  | { readonly ok: false; readonly item: T; readonly error: unknown };

/**
 * Maps items with a bounded number of calls at once; results are in the order of the items. An async iterable is
 * read only as far as there are free calls.
 *
 * @throws the first failure, or the signal's reason, once the calls under way have ended. No further call is made.
 */
export async function mapConcurrent<T, R>(
  items: Items<T>,
  options: ConcurrencyOptions,
  fn: (item: T, index: number) => R | Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  await visitConcurrently(items, options, async (item, index) => {
    options.signal?.throwIfAborted();
    results[index] = await fn(item, index);
  });
  return results;
}

/**
 * Like {@link mapConcurrent}, but a failing item ends up in its report and the others go on. After an abort the
 * items of a plain iterable that were not begun are reported with the signal's reason.
 *
 * @throws only when the items cannot be listed: what the iterable throws, or the signal's reason when it aborts before
 * an async iterable has been read to its end.
 */
export async function mapConcurrentSettled<T, R>(
  items: Items<T>,
  options: ConcurrencyOptions,
  fn: (item: T, index: number) => R | Promise<R>,
): Promise<ItemReport<T, R>[]> {
  const reports: ItemReport<T, R>[] = [];
  await visitConcurrently(items, options, async (item, index) => {
    try {
      options.signal?.throwIfAborted();
      reports[index] = { ok: true, item, value: await fn(item, index) };
    } catch (error) {
      reports[index] = { ok: false, item, error };
    }
  });
  return reports;
}

async function visitConcurrently<T>(
  items: Items<T>,
  { concurrency = 8, signal }: ConcurrencyOptions,
  visit: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const limit = pLimit(concurrency);
  const isAsync = Symbol.asyncIterator in items;
  const iterator = isAsync ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const failures: unknown[] = [];
  let count = 0;
  let isRead = false;

  // A call reads its own item and only then lets the next one be read: nothing is read ahead of a free call.
  const visitNext = async (): Promise<void> => {
    let following: Promise<void> | undefined;
    await limit(async () => {
      try {
        if (failures.length > 0) return;
        if (isAsync) signal?.throwIfAborted();
        const next = await iterator.next();
        isRead = next.done === true;
        if (next.done === true) return;
        const index = count++;
        following = visitNext();
        await visit(next.value, index);
      } catch (error) {
        failures.push(error);
      }
    });
    await following;
  };
  await visitNext();
  if (!isRead) await iterator.return?.();
  if (failures.length > 0) throw failures[0];
}
