import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { standInText, STAND_INS } from "./stand-ins.ts";

/** Writes the programs that take the place of those that cannot run in a guest; once, for all guests. */
export async function writeStandIns(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o755 });
  for (const [name, script] of Object.entries(STAND_INS)) {
    await writeFile(path.join(directory, name), standInText(script), { mode: 0o755 });
  }
}
