import { complained, said, type ScriptedCommand } from "./scripted-command.ts";
import type { ShellStates } from "./shell-states.ts";

const DEFAULT = 0o022;

/** `umask`: shows the mask, or sets it in octal. */
export function umask(shells: ShellStates): ScriptedCommand {
  return ([mask]) => {
    if (mask === undefined) {
      return Promise.resolve(said(`${(shells.current.umask ?? DEFAULT).toString(8).padStart(4, "0")}\n`));
    }
    if (!/^[0-7]{1,4}$/.test(mask)) {
      return Promise.resolve(complained(`umask: this guest is scripted: it only knows masks in octal, not '${mask}'`));
    }
    shells.current.umask = Number.parseInt(mask, 8) & 0o777;
    return Promise.resolve(said(""));
  };
}
