import { TransportError, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "./cleanup-azure.ts";
import { readFromAzure } from "./read-from-azure.ts";
import { sendArm } from "./send-arm.ts";

/** A list of Resource Manager. */
export interface ArmList extends AbortOptions {
  /** Path with its query. */
  readonly path: string;
  /** So that it reads well after "Could not": `list the locks`. */
  readonly operation: string;
  /** The Azure action that it takes. */
  readonly action: string;
}

interface Page<T> {
  readonly value?: readonly T[];
  readonly nextLink?: string | null;
}

/**
 * All entries of a list, from all its pages.
 *
 * @typeParam T - an entry; Azure's answer is not checked against it.
 * @throws AzlinError when a page cannot be read; TransportError (`PAGING_LOOPS`) when a page leads back to itself.
 */
export async function listArm<T>(azure: CleanupAzure, { path, signal, ...what }: ArmList): Promise<T[]> {
  const entries: T[] = [];
  const seen = new Set<string>();
  for (let next: string | undefined = path; next !== undefined && next !== "";) {
    if (seen.has(next)) throw loops(what.operation);
    seen.add(next);
    const url: string = next;
    const page = await readFromAzure(azure, {
      ...what,
      signal,
      run: async () => parsePage<T>((await sendArm(azure, { method: "GET", url, signal })).bodyAsText),
    });
    entries.push(...(page.value ?? []));
    next = page.nextLink ?? undefined;
  }
  return entries;
}

function parsePage<T>(text: string | null | undefined): Page<T> {
  try {
    return JSON.parse(text ?? "") as Page<T>;
  } catch (cause) {
    throw new TransportError("ANSWER_UNREADABLE", "Azure's list is no JSON.", { hint: "Try again.", cause });
  }
}

function loops(operation: string): TransportError {
  return new TransportError("PAGING_LOOPS", `Could not ${operation}: a page leads back to one that was read.`, {
    hint: "Try again later: half a list is not taken for a whole one.",
  });
}
