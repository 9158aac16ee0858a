import { chmod } from "./chmod.ts";
import { cksum } from "./cksum.ts";
import { find } from "./find.ts";
import { innerShell } from "./inner-shell.ts";
import { mkdir } from "./mkdir.ts";
import { mktemp } from "./mktemp.ts";
import { mv } from "./mv.ts";
import type { ScriptedCommand } from "./scripted-command.ts";
import { sed } from "./sed.ts";
import type { ShellStates } from "./shell-states.ts";
import { sshKeygen } from "./ssh-keygen.ts";
import { tar } from "./tar.ts";
import { trap } from "./trap.ts";
import { umask } from "./umask.ts";

/** What the scripted shell lacks, by name, for the shells of one job. */
export function scriptedCommands(shells: ShellStates): Readonly<Record<string, ScriptedCommand>> {
  const shell = innerShell(shells);
  const ofShells = { bash: shell, sh: shell, trap: trap(shells), umask: umask(shells) };
  return { ...ofShells, chmod, cksum, find, mkdir, mktemp, mv, sed, "ssh-keygen": sshKeygen, tar };
}

/** Names of those that the shell has nothing of: it finds no program without a file. */
export const ADDED_PROGRAMS: readonly string[] = ["cksum", "mktemp", "ssh-keygen", "trap", "umask"];
