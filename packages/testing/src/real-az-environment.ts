import { copyFile, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAzConfigDirectory, type Emulator, type RunningServer } from "@azlin/emulator";
import { onTestFinished } from "vitest";

/** What az learns about itself with its first command; it takes a second, and is the same in every directory. */
const COMMAND_INDEX = "commandIndex.json";
const learned = join(tmpdir(), `azlin-test-az-${COMMAND_INDEX}`);

/**
 * Makes a configuration directory for a real az that is signed in to `emulator`, removed when the test has ended.
 *
 * @returns the environment that az needs to use it.
 */
export async function realAzEnvironment(emulator: Emulator, server: RunningServer): Promise<Record<string, string>> {
  const directory = await mkdtemp(join(tmpdir(), "azlin-az-"));
  const environment = await writeAzConfigDirectory(emulator, server, { directory });
  await copyIfThere(learned, join(directory, COMMAND_INDEX));
  onTestFinished(async () => {
    // By renaming, as other tests may be reading it.
    const copy = join(directory, `${COMMAND_INDEX}.copy`);
    if (await copyIfThere(join(directory, COMMAND_INDEX), copy)) await rename(copy, learned);
    await rm(directory, { recursive: true, force: true });
  });
  return environment;
}

async function copyIfThere(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
