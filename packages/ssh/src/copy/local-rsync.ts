import { execa } from "execa";
import type { CopyContext } from "./copy-context.ts";

/**
 * Whether this machine has an rsync that does what copies need (3.1 or later, and not openrsync), and an ssh to carry
 * it.
 */
export async function hasLocalRsync({ rsyncProgram = "rsync" }: Pick<CopyContext, "rsyncProgram">): Promise<boolean> {
  if (rsyncProgram === null) return false;
  const [rsync, ssh] = await Promise.all([
    execa(rsyncProgram, ["--version"], { reject: false, stdin: "ignore" }),
    execa("ssh", ["-V"], { reject: false, stdin: "ignore" }),
  ]);
  if (rsync.exitCode !== 0 || ssh.exitCode !== 0 || rsync.stdout.startsWith("openrsync")) return false;
  const [, major, minor] = /version\s+v?(\d+)\.(\d+)/.exec(rsync.stdout) ?? [];
  return Number(major) > 3 || (Number(major) === 3 && Number(minor) >= 1);
}
