import { said, type ScriptedCommand } from "./scripted-command.ts";
import type { ShellStates } from "./shell-states.ts";

const NAME = /^[A-Za-z_]\w*$/;

/**
 * `trap`: keeps what is to run when the shell ends. It will see the variables as they are now. Traps of signals are
 * taken and never run: a signal ends the whole job.
 */
export function trap(shells: ShellStates): ScriptedCommand {
  return (given, { env, cwd }) => {
    const [script = "", ...signals] = given[0] === "--" ? given.slice(1) : given;
    if (signals.some((signal) => signal === "EXIT" || signal === "0")) {
      const variables = Object.fromEntries([...env].filter(([name]) => NAME.test(name)));
      const isReset = script === "-" || script === "";
      shells.current.onExit = isReset ? undefined : { script, variables, directory: cwd };
    }
    return Promise.resolve(said(""));
  };
}
