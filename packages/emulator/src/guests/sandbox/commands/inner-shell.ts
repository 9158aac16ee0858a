import { original, type ScriptedCommand, type ScriptedContext } from "./scripted-command.ts";
import type { ShellStates } from "./shell-states.ts";

/** `bash` and `sh`: shells with a umask and an exit trap of their own. */
export function innerShell(shells: ShellStates): ScriptedCommand {
  return async (args, context) => {
    const { result, onExit } = await shells.within(() => original(context, withScript(args, context)));
    if (onExit === undefined || context.exec === undefined) return result;
    const { script, variables, directory } = onExit;
    const last = await context.exec(script, { cwd: directory, env: { ...variables }, replaceEnv: true });
    return { ...result, stdout: result.stdout + last.stdout, stderr: result.stderr + last.stderr };
  };
}

/** The shell's own knows no `-s`, a script on stdin with arguments. */
function withScript([first, ...words]: readonly string[], { stdin }: ScriptedContext): readonly string[] {
  if (first !== "-s") return first === undefined ? [] : [first, ...words];
  return ["-c", stdin as unknown as string, "bash", ...(words[0] === "--" ? words.slice(1) : words)];
}
