import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { expect, onTestFinished } from "vitest";
import type { BuiltCli, ProcessCli } from "./built-cli.ts";

const execute = promisify(execFile);

/** A real terminal: a tmux that nobody looks at. */
export interface Terminal {
  /** Types a line, and Enter. */
  readonly type: (line: string) => Promise<void>;
  /** Presses a key by tmux's name: `C-c`, `Enter`. */
  readonly press: (key: string) => Promise<void>;
  /** What is to be seen, without the blanks at its ends. */
  readonly screen: () => Promise<string>;
  /** Waits until something is to be seen. */
  readonly sees: (pattern: RegExp | string) => Promise<void>;
}

const PATIENCE = { timeout: 30_000, interval: 150 };

/** Opens a terminal with a shell in which `azlin` is the program of a test, on its home. */
export async function openTerminal({ entry }: BuiltCli, { home }: ProcessCli): Promise<Terminal> {
  const server = `azlin-test-${randomUUID().slice(0, 8)}`;
  const tmux = (...args: readonly string[]): Promise<{ stdout: string }> =>
    execute("tmux", ["-L", server, "-f", "/dev/null", ...args]);
  const environment = { HOME: home, AZLIN_HOME: home, AZLIN_CLOUD: "local", PS1: "% ", NO_COLOR: "1", TMUX: "" };
  const settings = Object.entries(environment).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
  await tmux("new-session", "-d", "-x", "110", "-y", "30", ...settings, "bash --norc --noprofile");
  onTestFinished(async () => {
    await tmux("kill-server").catch(() => {});
  });
  const screen = async (): Promise<string> => (await tmux("capture-pane", "-p")).stdout.trim();
  const type = async (line: string): Promise<void> => {
    await tmux("send-keys", "-l", line);
    await tmux("send-keys", "Enter");
  };
  await type(`azlin() { '${process.execPath}' '${entry}' "$@"; }; clear`);
  return {
    type,
    press: async (key) => void (await tmux("send-keys", key)),
    screen,
    sees: async (pattern) => {
      await expect.poll(screen, PATIENCE).toMatch(pattern);
    },
  };
}
