import { spawn } from "node:child_process";

/** The program that makes sandboxes. */
export const BUBBLEWRAP = "bwrap";

const SANDBOX = ["--unshare-all", "--uid", "1000", "--gid", "1000", "--ro-bind", "/", "/", "--proc", "/proc"];
/** Programs that the first one in a sandbox needs. */
const NEEDED =
  "for name in setsid mkfifo script stty; do command -v $name || exit 1; done; env --default-signal=INT true";

let probed: Promise<boolean> | undefined;

/** Whether bubblewrap works here: it is run, once in a process, as some systems have it and forbid what it needs. */
export function hasBubblewrap(): Promise<boolean> {
  return (probed ??= new Promise((resolve) => {
    const child = spawn(BUBBLEWRAP, [...SANDBOX, "--dev", "/dev", "sh", "-c", NEEDED], { stdio: "ignore" });
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  }));
}
