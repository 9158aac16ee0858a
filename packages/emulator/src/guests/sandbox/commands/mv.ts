import {
  complained,
  operandsOf,
  original,
  said,
  type ScriptedCommand,
  type ScriptedContext,
  type ScriptedResult,
} from "./scripted-command.ts";

/** `mv`, with `-t DIRECTORY` and `-T`. */
export const mv: ScriptedCommand = async (args, context) => {
  const into = args.indexOf("-t");
  const rest = into < 0 ? args.filter((word) => word !== "-T") : [...args.slice(0, into), ...args.slice(into + 2)];
  if (rest.length === args.length) return original(context, args);
  const names = operandsOf(rest);
  if (into < 0) return moveAll(context, [[names[0] ?? "", names[1] ?? ""]]);
  const directory = args[into + 1] ?? "";
  if (!(await isDirectory(context, directory))) {
    return complained(`mv: target directory '${directory}': No such file or directory`);
  }
  return moveAll(
    context,
    names.map((name) => [name, `${directory}/${name.slice(name.lastIndexOf("/") + 1)}`]),
  );
};

async function moveAll(
  context: ScriptedContext,
  moves: readonly (readonly [string, string])[],
): Promise<ScriptedResult> {
  const { fs, cwd } = context;
  const failures: string[] = [];
  for (const [source, target] of moves) {
    if (await isDirectory(context, target)) {
      failures.push(`mv: cannot overwrite directory '${target}' with non-directory '${source}'`);
      continue;
    }
    await moveOne(fs, fs.resolvePath(cwd, source), fs.resolvePath(cwd, target)).catch(() =>
      failures.push(`mv: cannot move '${source}' to '${target}': No such file or directory`),
    );
  }
  return failures.length === 0 ? said("") : complained(failures.join("\n"));
}

/** The shell's files follow links when they move them, and fail for one that leads nowhere. */
async function moveOne(fs: ScriptedContext["fs"], source: string, target: string): Promise<void> {
  if (!(await fs.lstat(source)).isSymbolicLink) return fs.mv(source, target);
  const place = await fs.readlink(source);
  await fs.rm(target, { force: true });
  await fs.symlink(place, target);
  await fs.rm(source);
}

async function isDirectory({ fs, cwd }: ScriptedContext, path: string): Promise<boolean> {
  const stat = await fs.lstat(fs.resolvePath(cwd, path)).catch(() => undefined);
  return stat?.isDirectory === true;
}
