import { mkdir, rmdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { errnoOf } from "../errors/errno-of.ts";
import { ConflictError } from "../errors/families.ts";
import { systemClock, type Clock } from "../time/clock.ts";
import { systemRandom } from "../time/random.ts";
import { ensurePrivateDirectory } from "./private-directory.ts";

/** Options of {@link withFileLock}. */
export interface FileLockOptions {
  /** Ends the wait for the lock, and aborts the signal that the work is given. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds to wait for the lock. Default: 30,000. */
  readonly waitMs?: number;
  /**
   * Milliseconds without a sign of life after which the owner of a lock is taken for dead. An owner gives one
   * every half of it. At least 2,000; default: 10,000.
   */
  readonly staleMs?: number;
  /** For the waits. Default: the system's. */
  readonly clock?: Clock;
}

const NEVER_STALE = Number.MAX_SAFE_INTEGER;

/**
 * Runs something while no other process or call holds the lock of the same path. The lock is a directory beside the
 * file (`config.toml.lock`); that of a killed owner is taken over after `staleMs`. The directory above is made when
 * it is not there.
 *
 * @param run - gets a signal that aborts when the caller's does, or when the lock was lost because this process was
 * stopped for too long: check it before the last step that must not be done twice.
 * @throws ConflictError (`FILE_LOCKED`) when the lock did not become free in time; the signal's reason when it aborts.
 */
export async function withFileLock<T>(
  path: string,
  options: FileLockOptions,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const target = resolve(path);
  await ensurePrivateDirectory(dirname(target));
  const lost = new AbortController();
  const release = await acquire(target, options, lost);
  const signal = options.signal === undefined ? lost.signal : AbortSignal.any([options.signal, lost.signal]);
  try {
    return await run(signal);
  } finally {
    // A lock that was lost belongs to somebody else now.
    if (!lost.signal.aborted) await release();
  }
}

async function acquire(target: string, options: FileLockOptions, lost: AbortController): Promise<() => Promise<void>> {
  const { signal, waitMs = 30_000, clock = systemClock } = options;
  const staleMs = Math.max(2_000, options.staleMs ?? 10_000);
  const startMs = clock.now();
  // Loaded here because loading it sets signal handlers.
  const { default: lockfile } = await import("proper-lockfile");
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await lockfile.lock(target, {
        realpath: false,
        stale: NEVER_STALE,
        update: staleMs / 2,
        onCompromised: (error) => lost.abort(lockLost(target, error)),
      });
    } catch (error) {
      if (errnoOf(error) !== "ELOCKED") throw error;
      await removeStale(`${target}.lock`, staleMs);
    }
    if (clock.now() - startMs >= waitMs) throw stillLocked(target, waitMs);
    await clock.delay(5 + systemRandom.next() * 20, { signal });
  }
}

/**
 * Removes the lock of a dead owner. proper-lockfile would do so itself, but without keeping two finders apart:
 * the slower one would remove the lock that the faster one has just taken.
 */
async function removeStale(lock: string, staleMs: number): Promise<void> {
  if (!(await isOlderThan(lock, staleMs))) return;
  const claim = `${lock}.takeover`;
  try {
    await mkdir(claim);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
    // Its maker was killed too.
    if (await isOlderThan(claim, staleMs)) await removeDirectory(claim);
    return;
  }
  try {
    if (await isOlderThan(lock, staleMs)) await removeDirectory(lock);
  } finally {
    await removeDirectory(claim);
  }
}

async function isOlderThan(path: string, ageMs: number): Promise<boolean> {
  // File times are the machine's, whatever clock the waits go by.
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && systemClock.now() - found.mtimeMs > ageMs;
}

async function removeDirectory(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
  }
}

function stillLocked(path: string, afterMs: number): ConflictError {
  return new ConflictError("FILE_LOCKED", `${path} is still locked after ${afterMs} ms.`, {
    hint: "Another azlin is writing it: wait for it to end, then try again.",
    details: { path, afterMs },
  });
}

function lockLost(path: string, cause: unknown): ConflictError {
  return new ConflictError("LOCK_LOST", `The lock of ${path} was lost.`, {
    hint: "This process was stopped for too long: run the command again.",
    details: { path },
    cause,
  });
}
