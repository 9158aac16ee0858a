import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Script } from "node:vm";

/** A program that was loaded, and a way to make its next start faster. */
export interface LoadedProgram<T> {
  readonly exports: T;
  /**
   * Keeps the compiled code of this run, unless it is kept already for such a run. What V8 compiled is about half of
   * the time of a short command. Never fails: without a cache everything works, later.
   *
   * @param use - what the program was used for; other uses compile other parts of it.
   */
  readonly remember: (use: string) => void;
}

/** What is kept between runs. */
interface CodeCache {
  readonly uses: readonly string[];
  readonly code: Buffer | undefined;
}

const LINE_FEED = 10;

/**
 * Loads a CommonJS file with the code that V8 compiled in earlier runs, which it checks against its own version. Node
 * can do this by itself from version 22 on, for code that is kept per file and never grows with use.
 *
 * Code that was compiled before cannot import modules: it loads those beside it with `importProgram(name)`, which it is given
 * as Node gives it `require`.
 *
 * @param path - the file, in ASCII.
 * @param directory - where compiled code is kept; made when absent.
 */
export function loadProgram<T>(path: string, directory: string): LoadedProgram<T> {
  const { mtimeMs, size } = statSync(path);
  const cachePath = join(directory, `${basename(path)}-${process.version}-${process.arch}-${size}-${mtimeMs}`);
  const cache = readCache(cachePath);
  const source = `(function (exports, require, module, __filename, __dirname, importProgram) {${readFileSync(path, "latin1")}\n})`;
  const script = new Script(source, {
    filename: path,
    ...(cache.code !== undefined && { cachedData: cache.code }),
  });
  const uses = script.cachedDataRejected === true ? [] : cache.uses;
  const module: { exports: unknown } = { exports: {} };
  const importProgram = (name: string): Promise<unknown> => import(new URL(name, pathToFileURL(path)).href);
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path), importProgram);
  const remember = (use: string): void => {
    if (!uses.includes(use)) keep(cachePath, { uses: [...uses, use], code: script.createCachedData() });
  };
  return { exports: module.exports as T, remember };
}

function readCache(path: string): CodeCache {
  try {
    const bytes = readFileSync(path);
    const end = bytes.indexOf(LINE_FEED);
    return { uses: JSON.parse(bytes.toString("utf8", 0, end)) as string[], code: bytes.subarray(end + 1) };
  } catch {
    return { uses: [], code: undefined };
  }
}

/** Puts a cache in the place of all of the same program's earlier ones. */
function keep(path: string, { uses, code }: CodeCache): void {
  const directory = dirname(path);
  const unfinished = `${path}.${process.pid}`;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (const name of readdirSync(directory)) {
      if (name !== basename(path)) rmSync(join(directory, name), { force: true });
    }
    writeFileSync(unfinished, Buffer.concat([Buffer.from(`${JSON.stringify(uses)}\n`), code ?? Buffer.alloc(0)]), {
      mode: 0o600,
    });
    renameSync(unfinished, path);
  } catch {
    // A home that cannot be written, or a disk that is full: the next run is as slow as this one.
  }
}
