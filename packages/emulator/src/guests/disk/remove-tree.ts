import { chmod, readdir, rm } from "node:fs/promises";
import path from "node:path";

/** What is being shut down may still write its last. */
const OPTIONS = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;

/** Removes a file or a directory with all that is in it, directories too that their owner may not write to. */
export async function removeTree(place: string): Promise<void> {
  try {
    await rm(place, OPTIONS);
  } catch (error) {
    if (!["EACCES", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
    await openDirectories(place);
    await rm(place, OPTIONS);
  }
}

async function openDirectories(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await openDirectories(path.join(directory, entry.name));
}
