import { spawn } from "node:child_process";
import type { ExecOptions, ExecResult, RemoteCommand, RemoteShell, SshTarget } from "@azlin/ssh";

/** A target for shells that do not look at it. */
export function target(name = "vm1"): SshTarget {
  const vmId = `/subscriptions/s/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines/${name}`;
  return { vmId, name, host: "192.0.2.1", port: 22, user: "azureuser" };
}

/** The result of a program that said this. */
export function result(stdout = "", exitCode = 0, stderr = ""): ExecResult {
  return { exitCode, signal: null, stdout, stderr, isTruncated: false, durationMs: 1 };
}

/** A shell that answers by a function of its command; every call is kept. */
export function answeringShell(
  answer: (command: RemoteCommand, options: ExecOptions, target: SshTarget) => ExecResult | Promise<ExecResult>,
): RemoteShell & { readonly calls: { target: string; command: RemoteCommand; stdin: string }[] } {
  const calls: { target: string; command: RemoteCommand; stdin: string }[] = [];
  return {
    calls,
    exec: async (to, command, options = {}) => {
      calls.push({ target: to.name, command, stdin: String(options.stdin ?? "") });
      return answer(command, options, to);
    },
  };
}

/** A shell whose VMs are directories of this machine: commands run here, with `homeOf(target)` as their home. */
export function localShell(homeOf: (target: SshTarget) => string, env: Record<string, string> = {}): RemoteShell {
  return {
    exec: (to, command, options = {}) =>
      new Promise((resolve, reject) => {
        const [file, ...args] = typeof command === "string" ? ["bash", "-c", command] : command;
        const home = homeOf(to);
        const child = spawn(file!, args, { cwd: home, env: { PATH: process.env["PATH"], HOME: home, ...env } });
        let stdout = "";
        let stderr = "";
        child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
        child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
        child.stdin.on("error", () => {});
        child.stdin.end(options.stdin ?? "");
        child.once("error", reject);
        child.once("close", (code) => resolve({ ...result(stdout, code ?? 1, stderr) }));
      }),
  };
}
