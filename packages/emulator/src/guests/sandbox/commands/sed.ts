import { original, type ScriptedCommand } from "./scripted-command.ts";

/** The script that only ends a last line that has no end. */
const END_LAST_LINE = "$a\\";

/** `sed`, with the script `$a\`. */
export const sed: ScriptedCommand = async (args, context) => {
  const [script, ...files] = args[0] === "-e" ? args.slice(1) : args;
  const [file] = files;
  if (script !== END_LAST_LINE || file === undefined || files.length > 1) return original(context, args);
  const whole = await original(context, ["", file]);
  const isEnded = whole.stdout === "" || whole.stdout.endsWith("\n");
  return isEnded ? whole : { ...whole, stdout: `${whole.stdout}\n` };
};
