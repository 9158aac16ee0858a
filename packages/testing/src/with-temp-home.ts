import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs `work` with a directory of its own, which stands for `AZLIN_HOME` and is removed afterwards.
 *
 * @returns what `work` returned.
 */
export async function withTempHome<T>(work: (home: string) => Promise<T> | T): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), "azlin-test-"));
  try {
    return await work(home);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
