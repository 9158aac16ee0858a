import { PrerequisiteError, toAzlinError, type AbortOptions, type AzlinError } from "@azlin/core";
import { sshTarget, type SshTarget } from "@azlin/ssh";
import { probeSsh } from "../ssh/probe-ssh.ts";
import { probeThroughJump } from "../ssh/probe-through-jump.ts";
import type { SshReading } from "../ssh/ssh-reading.ts";
import type { MonitorContext } from "./monitor-options.ts";
import type { MonitoredVm } from "./monitored-vm.ts";

/**
 * Tries a VM's SSH server where its tags and addresses say that it is. A VM that says nowhere is `unknown`.
 *
 * @throws only the signal's reason.
 */
export async function probeVmSsh(
  { clock, shell, ssh, timeouts }: MonitorContext,
  vm: MonitoredVm,
  { signal }: AbortOptions,
): Promise<SshReading> {
  let target: SshTarget;
  try {
    target = sshTarget(vm, ssh);
  } catch (error) {
    return notTried(toAzlinError(error, { operation: `find the SSH server of ${vm.name}` }));
  }
  const options = { clock, signal, timeoutMs: vm.timeouts?.sshMs ?? timeouts.sshMs };
  if (target.jump === undefined) return probeSsh(target, options);
  return shell === undefined ? notTried(shellRequired(vm)) : probeThroughJump(shell, target, options);
}

function notTried(error: AzlinError): SshReading {
  return { state: "unknown", banner: null, error: error.toJSON(), durationMs: 0 };
}

function shellRequired({ id, name }: MonitoredVm): PrerequisiteError {
  return new PrerequisiteError(
    "SHELL_REQUIRED",
    `${name} is behind another host, and there is no way to sign in to that.`,
    {
      hint: "Give the monitor a shell.",
      details: { vm: id },
    },
  );
}
