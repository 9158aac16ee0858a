import { armAnswer, armPages, type AbortOptions, type ArmPage } from "@azlin/core";
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

/**
 * All entries of a list, from all its pages.
 *
 * @typeParam T - an entry; Azure's answer is not checked against it.
 * @throws AzlinError when a page cannot be read, or leads back to one that was.
 */
export function listArm<T>(azure: CleanupAzure, { path, signal, ...what }: ArmList): Promise<T[]> {
  return armPages(path, (url) =>
    readFromAzure(azure, {
      ...what,
      signal,
      run: async () => armAnswer(await sendArm(azure, { url, signal })) as ArmPage<T>,
    }),
  );
}
