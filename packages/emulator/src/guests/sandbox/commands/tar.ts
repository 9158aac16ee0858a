import { bytesOf, original, type ScriptedCommand, type ScriptedContext } from "./scripted-command.ts";
import { readTarTimes } from "./tar-times.ts";

/** Options that change nothing where there is one user. */
const WITHOUT_EFFECT = new Set(["--no-same-owner", "--numeric-owner"]);

/** `tar`, also with options about owners; files that it unpacks from its input keep their times. */
export const tar: ScriptedCommand = async (args, context) => {
  const known = args.filter((word) => !WITHOUT_EFFECT.has(word));
  const result = await original(context, known);
  const isFromInput = known[known.indexOf("-f") + 1] === "-";
  if (result.exitCode === 0 && known[0] === "-x" && isFromInput) await restoreTimes(known, context);
  return result;
};

async function restoreTimes(args: readonly string[], { fs, cwd, stdin }: ScriptedContext): Promise<void> {
  const at = args.indexOf("-C");
  const directory = at < 0 ? cwd : fs.resolvePath(cwd, args[at + 1] ?? ".");
  for (const { path, mtimeMs } of readTarTimes(bytesOf(stdin))) {
    const place = fs.resolvePath(directory, path);
    const time = new Date(mtimeMs);
    if (await fs.exists(place)) await fs.utimes(place, time, time);
  }
}
