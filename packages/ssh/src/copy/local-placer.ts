import { chmod, lstat, mkdir, rename, symlink, utimes } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import { ConflictError } from "@azlin/core";
import type { TreeEntry } from "../filter/tree-entry.ts";

/** Puts what arrives on this machine in place. */
export class LocalPlacer {
  readonly #to: string;
  readonly #safe = new Set<string>();

  /** @param to - the destination directory, which exists. */
  constructor(to: string) {
    this.#to = to;
  }

  /**
   * Makes a directory, with those above it, and gives it the permissions of the copied one; the owner always gets in.
   *
   * @throws ConflictError (`DESTINATION_LINK`) when a link stands where a directory should be.
   */
  async directory(path: string, mode?: number): Promise<void> {
    if (path === "" || path === ".") return;
    const full = join(this.#to, path);
    if (!this.#safe.has(path)) {
      await this.directory(dirname(path));
      await mkdir(full).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      });
      // Whoever planted a link there would have the files written to where it points.
      if (!(await lstat(full)).isDirectory()) throw inTheWay(full);
      this.#safe.add(path);
    }
    if (mode !== undefined) await chmod(full, (mode & 0o777) | 0o700);
  }

  /** Moves a whole file under its final name, with the permissions and the time of the copied one. */
  async file(temporary: string, path: string, { mode, mtimeMs }: TreeEntry): Promise<void> {
    await chmod(temporary, mode & 0o777);
    await utimes(temporary, mtimeMs / 1_000, mtimeMs / 1_000);
    await this.#move(temporary, path);
  }

  /** Makes a symbolic link. */
  async link(temporary: string, path: string, target: string): Promise<void> {
    await symlink(target, temporary);
    await this.#move(temporary, path);
  }

  async #move(temporary: string, path: string): Promise<void> {
    await this.directory(dirname(path).split(sep).join("/"));
    await rename(temporary, join(this.#to, path));
  }
}

function inTheWay(path: string): ConflictError {
  return new ConflictError("DESTINATION_LINK", `${path} is in the way: a directory should go there.`, {
    hint: "Move it away, or copy to another place.",
  });
}
