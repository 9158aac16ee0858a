import type { AbortOptions } from "@azlin/core";
import { readDirectory } from "./applications.ts";
import type { IdentityAzure } from "./identity-azure.ts";

/** Something of the directory that is to go. */
export interface DirectoryDeletion {
  readonly type: "applications" | "servicePrincipals";
  readonly id: string;
  /**
   * When it was made, in milliseconds since the epoch: while its news may still be on its way, that it is not found does not say
   * that it is gone. Absent: long ago.
   */
  readonly madeAtMs?: number | undefined;
  /** Also out of the deleted items, where it would be kept for 30 days. */
  readonly isPermanent: boolean;
}

const LOOK_MS = 2_000;
/** Milliseconds for which what was just deleted may be missing among the deleted items. */
const BIN_LAG_MS = 60_000;

/**
 * Deletes something of the directory.
 *
 * @returns whether it was there.
 * @throws AzlinError
 */
export async function deleteFromDirectory(
  azure: IdentityAzure,
  { type, id, madeAtMs = Number.NEGATIVE_INFINITY, isPermanent }: DirectoryDeletion,
  options: AbortOptions = {},
): Promise<boolean> {
  const { clock, replicationDeadlineMs } = azure;
  for (;;) {
    const wasThere = await removeAt(azure, `/${type}/${id}`, options);
    if (wasThere && !isPermanent) return true;
    if (wasThere) return purge(azure, id, options);
    if (isPermanent && (await removeAt(azure, binPath(id), options))) return true;
    if (clock.now() >= madeAtMs + replicationDeadlineMs) return false;
    await clock.delay(LOOK_MS, options);
  }
}

/** Takes what was just deleted out of the deleted items. */
async function purge(azure: IdentityAzure, id: string, options: AbortOptions): Promise<true> {
  const { clock } = azure;
  const endMs = clock.now() + BIN_LAG_MS;
  while (!(await removeAt(azure, binPath(id), options)) && clock.now() < endMs) await clock.delay(LOOK_MS, options);
  return true;
}

/** @returns whether it was there. */
export async function removeAt(azure: IdentityAzure, path: string, { signal }: AbortOptions): Promise<boolean> {
  const done = await readDirectory<true>(azure, {
    operation: "delete it from the directory",
    path,
    signal,
    send: (request) => request.delete().then(() => true as const),
  });
  return done === true;
}

function binPath(id: string): string {
  return `/directory/deletedItems/${id}`;
}
