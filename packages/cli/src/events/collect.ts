/** What was collected of something that may have no end in sight. */
export interface Collected<T> {
  readonly items: readonly T[];
  /** Whether there may be more. */
  readonly isCut: boolean;
}

/** The first items that are meant, at most `max` of them. */
export async function collect<T>(
  source: AsyncIterable<T>,
  max: number,
  isMeant: (item: T) => boolean = () => true,
): Promise<Collected<T>> {
  const items: T[] = [];
  for await (const item of source) {
    if (!isMeant(item)) continue;
    if (items.length === max) return { items, isCut: true };
    items.push(item);
  }
  return { items, isCut: false };
}
