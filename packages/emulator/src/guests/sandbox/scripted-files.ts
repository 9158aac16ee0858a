import type * as JustBash from "just-bash";
import { SHELL_STAND_INS } from "../stand-ins/shell-stand-ins.ts";
import { STAND_IN_DIRECTORY } from "../stand-ins/stand-in-directory.ts";
import { standInText, STAND_INS } from "../stand-ins/stand-ins.ts";
import type { SandboxOptions } from "./sandbox.ts";

type Library = typeof JustBash;

const PROGRAM_MODE = 0o755;
const PERMISSIONS = 0o7777;

/** What a scripted shell sees: the guest's files, the stand-ins, and in `/usr/bin` a name for each command it knows. */
export function scriptedFiles(
  library: Library,
  options: Pick<SandboxOptions, "root" | "isDiskFull">,
): JustBash.IFileSystem {
  const files = new library.MountableFs({ base: diskFiles(library, options) });
  files.mount(STAND_IN_DIRECTORY, new library.InMemoryFs(programs({ ...STAND_INS, ...SHELL_STAND_INS })));
  const known = library.getCommandNames().map((name) => [name, ""] as const);
  files.mount("/usr/bin", new library.InMemoryFs(programs(Object.fromEntries(known))));
  return files;
}

function programs(scripts: Readonly<Record<string, string>>): JustBash.InitialFiles {
  const files = Object.entries(scripts).map(
    ([name, script]) => [`/${name}`, { content: standInText(script), mode: PROGRAM_MODE }] as const,
  );
  return Object.fromEntries(files);
}

/** The guest's own files; a full disk takes nothing more, and modes are permissions alone, as `stat` shows them. */
function diskFiles(
  { ReadWriteFs }: Library,
  { root, isDiskFull }: Pick<SandboxOptions, "root" | "isDiskFull">,
): JustBash.IFileSystem {
  const requireRoom = (): void => {
    if (isDiskFull()) throw new Error("ENOSPC: no space left on device, write");
  };
  class DiskFiles extends ReadWriteFs {
    override async stat(path: string): Promise<JustBash.FsStat> {
      return bare(await super.stat(path));
    }

    override async lstat(path: string): Promise<JustBash.FsStat> {
      return bare(await super.lstat(path));
    }

    override async writeFile(...args: Parameters<JustBash.ReadWriteFs["writeFile"]>): Promise<void> {
      requireRoom();
      await super.writeFile(...args);
    }

    override async appendFile(...args: Parameters<JustBash.ReadWriteFs["appendFile"]>): Promise<void> {
      requireRoom();
      await super.appendFile(...args);
    }

    override async cp(...args: Parameters<JustBash.ReadWriteFs["cp"]>): Promise<void> {
      requireRoom();
      await super.cp(...args);
    }
  }
  return new DiskFiles({ root, allowSymlinks: true });
}

function bare(stat: JustBash.FsStat): JustBash.FsStat {
  return { ...stat, mode: stat.mode & PERMISSIONS };
}
