import { original, type ScriptedCommand, type ScriptedContext } from "./scripted-command.ts";

/** Marks a path in the output whose kind is to stand there. */
const MARKED = "\ue000%p\ue001";
const MARKS = /\ue000([^\ue000\ue001]*)\ue001/g;

/** `find`, with `%y` in formats. */
export const find: ScriptedCommand = async (args, context) => {
  const marked = args.map((word, at) => (args[at - 1] === "-printf" ? word.replaceAll("%y", MARKED) : word));
  const found = await original(context, marked);
  if (!found.stdout.includes("\ue000")) return found;
  const paths = new Set([...found.stdout.matchAll(MARKS)].map(([, path]) => path!));
  const kinds = new Map<string, string>();
  for (const path of paths) kinds.set(path, await kindOf(context, path));
  const stdout = found.stdout.replaceAll(MARKS, (_, path: string) => kinds.get(path) ?? "U");
  return { stdout, stderr: found.stderr, exitCode: found.exitCode };
};

async function kindOf({ fs, cwd }: ScriptedContext, path: string): Promise<string> {
  const stat = await fs.lstat(fs.resolvePath(cwd, path));
  if (stat.isSymbolicLink) return "l";
  return stat.isDirectory ? "d" : "f";
}
