import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILES_PER_DIRECTORY = 100;
const LINE = "const answer = await client.get(`${base}/virtualMachines/${name}?api-version=2024-07-01`); // ";
/** Lines of a file: 0.1 to 9 KB, as sources have. */
const MAX_LINES = 90;

/** Makes a tree of small text files, the same in each run. */
export function makeTree(root, { files }) {
  for (let index = 0; index < files; index++) {
    const directory = join(root, `part-${Math.floor(index / FILES_PER_DIRECTORY)}`);
    if (index % FILES_PER_DIRECTORY === 0) mkdirSync(directory, { recursive: true });
    const lines = 1 + ((index * 37) % MAX_LINES);
    writeFileSync(join(directory, `file-${index}.ts`), `${LINE}${index}\n`.repeat(lines));
  }
}
