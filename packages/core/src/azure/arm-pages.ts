import { TransportError } from "../errors/families.ts";

/** A page of a list of Resource Manager. */
export interface ArmPage<T> {
  readonly value?: readonly T[];
  /** Address of the next page. */
  readonly nextLink?: string | null | undefined;
}

/**
 * All entries of a list, from all its pages.
 *
 * @param first - address of the first page.
 * @param read - reads a page.
 * @throws what `read` throws; TransportError (`PAGING_LOOPS`) when a page leads back to one that was read.
 */
export async function armPages<T>(first: string, read: (url: string) => Promise<ArmPage<T>>): Promise<T[]> {
  const entries: T[] = [];
  const seen = new Set<string>();
  for (let url: string | null | undefined = first; url;) {
    if (seen.has(url)) {
      throw new TransportError("PAGING_LOOPS", "A page of a list leads back to one that was read.", {
        hint: "Try again later: half a list is not taken for a whole one.",
      });
    }
    seen.add(url);
    const page: ArmPage<T> = await read(url);
    entries.push(...(page.value ?? []));
    url = page.nextLink;
  }
  return entries;
}
