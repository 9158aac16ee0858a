import { complained, original, type ScriptedCommand } from "./scripted-command.ts";

const REFERENCE = "--reference=";
const PERMISSIONS = 0o7777;

/** `chmod`, with `--reference=FILE`. */
export const chmod: ScriptedCommand = async (args, context) => {
  const reference = args.find((word) => word.startsWith(REFERENCE))?.slice(REFERENCE.length);
  if (reference === undefined) return original(context, args);
  const { fs, cwd } = context;
  const stat = await fs.stat(fs.resolvePath(cwd, reference)).catch(() => undefined);
  if (stat === undefined) {
    return complained(`chmod: failed to get attributes of '${reference}': No such file or directory`);
  }
  const mode = (stat.mode & PERMISSIONS).toString(8).padStart(4, "0");
  return original(context, [mode, ...args.filter((word) => !word.startsWith(REFERENCE))]);
};
