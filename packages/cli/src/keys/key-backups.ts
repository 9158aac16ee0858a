import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readText } from "../local/read-text.ts";

/** Where copies of keys are kept. */
export function keyBackups(home: string): string {
  return join(home, "key_backups");
}

/** The public keys of all copies: VMs that nobody rotated since then still let one of them in. */
export async function backedUpPublicKeys(home: string): Promise<string[]> {
  const directory = keyBackups(home);
  const paths = await readdir(directory, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const keys = await Promise.all(
    paths.filter((path) => path.endsWith(".pub")).map((path) => readText(join(directory, path))),
  );
  return keys.flatMap((text) => text?.trim() ?? []);
}
