import { isAzlinError, type AbortOptions } from "@azlin/core";
import type { RemoteShell, SshTarget } from "@azlin/ssh";

/** What became of one tool of a VM. */
export interface ToolUpdate {
  readonly tool: string;
  /** `absent`: the VM does not have it. */
  readonly status: "updated" | "absent" | "failed" | "timed-out";
  readonly exitCode: number | null;
  readonly durationMs: number;
  /** Last line of a failure; empty otherwise. */
  readonly detail: string;
}

/** Options of {@link updateTools}. */
export interface UpdateToolsOptions extends AbortOptions {
  /** Milliseconds for each tool; the packages of the system get at least 600,000. Default 300,000. */
  readonly toolTimeoutMs?: number;
  /** Told when a tool is done. */
  readonly onTool?: (update: ToolUpdate) => void;
}

interface UpdateStep {
  readonly tool: string;
  /** The program by which it is known to be there. */
  readonly program: string;
  readonly script: string;
  readonly leastTimeoutMs?: number;
}

const ABSENT = 90;
const APT = "sudo DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a apt-get -y -q -o DPkg::Lock::Timeout=600";

const STEPS: readonly UpdateStep[] = [
  { tool: "apt", program: "apt-get", script: `${APT} update && ${APT} upgrade`, leastTimeoutMs: 600_000 },
  { tool: "az", program: "az", script: "sudo az upgrade --yes --only-show-errors" },
  { tool: "gh extensions", program: "gh", script: "gh extension upgrade --all" },
  { tool: "npm packages", program: "npm", script: "npm update --global --no-fund --no-audit" },
  { tool: "rustup", program: "rustup", script: "rustup update" },
  {
    tool: "uv",
    program: "uv",
    script: 'if [ -w "$(command -v uv)" ]; then uv self update; else sudo "$(command -v uv)" self update; fi',
  },
];

/**
 * Brings the tools of a VM up to date, one after the other; one that fails does not stop the rest.
 *
 * @throws AzlinError when the VM cannot be reached; failures of tools are in the report.
 */
export async function updateTools(
  shell: RemoteShell,
  target: SshTarget,
  options: UpdateToolsOptions = {},
): Promise<ToolUpdate[]> {
  const updates: ToolUpdate[] = [];
  for (const step of STEPS) {
    const update = await runStep(shell, target, { ...options, step });
    options.onTool?.(update);
    updates.push(update);
  }
  return updates;
}

/**
 * Brings the packages of a VM's system up to date; waits up to 10 minutes for another apt to end.
 *
 * @param options - `timeoutMs` defaults to 900,000 ms.
 */
export async function updateOs(
  shell: RemoteShell,
  target: SshTarget,
  options: AbortOptions & { readonly timeoutMs?: number } = {},
): Promise<ToolUpdate & { readonly isRestartNeeded: boolean | null }> {
  const { timeoutMs = 900_000, signal } = options;
  const step: UpdateStep = { ...STEPS[0]!, leastTimeoutMs: 0 };
  const update = await runStep(shell, target, { step, toolTimeoutMs: timeoutMs, signal });
  if (update.status !== "updated") return { ...update, isRestartNeeded: null };
  const { exitCode } = await shell.exec(target, ["test", "-e", "/var/run/reboot-required"], { signal });
  return { ...update, isRestartNeeded: exitCode === null ? null : exitCode === 0 };
}

async function runStep(
  shell: RemoteShell,
  target: SshTarget,
  { step, toolTimeoutMs = 300_000, signal }: UpdateToolsOptions & { readonly step: UpdateStep },
): Promise<ToolUpdate> {
  const { tool, program, script, leastTimeoutMs = 0 } = step;
  const timeoutMs = Math.max(toolTimeoutMs, leastTimeoutMs);
  // A login shell: tools are in the paths that it sets.
  const command = ["bash", "-lc", `command -v ${program} >/dev/null || exit ${ABSENT}\n${script}`];
  try {
    const { exitCode, durationMs, stdout, stderr } = await shell.exec(target, command, { signal, timeoutMs });
    const status = exitCode === 0 ? "updated" : exitCode === ABSENT ? "absent" : "failed";
    return { tool, status, exitCode, durationMs, detail: status === "failed" ? lastLine(stderr || stdout) : "" };
  } catch (error) {
    signal?.throwIfAborted();
    if (!isAzlinError(error, "TIMED_OUT")) throw error;
    const detail = `It had not ended after ${Math.round(timeoutMs / 1000)} s.`;
    return { tool, status: "timed-out", exitCode: null, durationMs: timeoutMs, detail };
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)?.trim() ?? "";
}
