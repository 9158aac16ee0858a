import { randomUUID } from "node:crypto";
import type * as JustBash from "just-bash";
import { SHELL_STAND_INS } from "../stand-ins/shell-stand-ins.ts";
import { STAND_IN_DIRECTORY } from "../stand-ins/stand-in-directory.ts";
import { standInText, STAND_INS } from "../stand-ins/stand-ins.ts";
import { ADDED_PROGRAMS } from "./commands/scripted-commands.ts";
import type { ShellStates } from "./commands/shell-states.ts";
import type { SandboxOptions } from "./sandbox.ts";

type Library = typeof JustBash;

const PROGRAM_MODE = 0o755;
const PERMISSIONS = 0o7777;
const NEW_FILE = 0o666;
const NEW_DIRECTORY = 0o777;

/**
 * What the shells of a job see: the guest's files, the stand-ins, in `/usr/bin` a name for each command they know, and
 * the random id that Linux makes up.
 */
export function scriptedFiles(
  library: Library,
  options: Pick<SandboxOptions, "root" | "isDiskFull">,
): (shells: ShellStates) => JustBash.IFileSystem {
  const standIns = new library.InMemoryFs(programs({ ...STAND_INS, ...SHELL_STAND_INS }));
  const known = [...library.getCommandNames(), ...ADDED_PROGRAMS].map((name) => [name, ""] as const);
  const system = new library.InMemoryFs(programs(Object.fromEntries(known)));
  return (shells) => {
    const files = new library.MountableFs({ base: diskFiles(library, options, shells) });
    files.mount(STAND_IN_DIRECTORY, standIns);
    files.mount("/usr/bin", system);
    files.mount("/proc/sys/kernel/random", new library.InMemoryFs({ "/uuid": `${randomUUID()}\n` }));
    return files;
  };
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
  shells: ShellStates,
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
      await this.#masked(args[0], NEW_FILE, () => super.writeFile(...args));
    }

    override async appendFile(...args: Parameters<JustBash.ReadWriteFs["appendFile"]>): Promise<void> {
      requireRoom();
      await this.#masked(args[0], NEW_FILE, () => super.appendFile(...args));
    }

    override async mkdir(...args: Parameters<JustBash.ReadWriteFs["mkdir"]>): Promise<void> {
      await this.#masked(args[0], NEW_DIRECTORY, () => super.mkdir(...args));
    }

    override async cp(...args: Parameters<JustBash.ReadWriteFs["cp"]>): Promise<void> {
      requireRoom();
      await super.cp(...args);
    }

    /** Makes something; when it is new, with the permissions that the umask leaves. */
    async #masked(path: string, mode: number, make: () => Promise<void>): Promise<void> {
      const { umask } = shells.current;
      const isNew = umask !== undefined && !(await super.exists(path));
      await make();
      if (isNew) await super.chmod(path, mode & ~umask);
    }
  }
  return new DiskFiles({ root, allowSymlinks: true });
}

function bare(stat: JustBash.FsStat): JustBash.FsStat {
  return { ...stat, mode: stat.mode & PERMISSIONS };
}
