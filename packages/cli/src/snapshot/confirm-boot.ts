import { AuthenticationError, isAzlinError, PrerequisiteError, sameResource, type AbortOptions } from "@azlin/core";
import { sshBudgetMs, waitForSsh, type VmAzure } from "@azlin/vms";
import { listFleet } from "../azure/list-fleet.ts";
import type { Context } from "../context.ts";
import { openRemote } from "../remote/open-remote.ts";

/** The VM whose start is to be proved. */
export interface BootCheck extends AbortOptions {
  readonly azure: VmAzure;
  readonly vmId: string;
  /** Milliseconds that it may take. Default: by the VM's size. */
  readonly budgetMs: number | undefined;
}

/**
 * Waits until the SSH server of a VM answers: a disk that boots has one. Where nothing can be asked, as the VM has no
 * address or there is no key, a warning says so and Azure's word counts.
 *
 * @throws DeadlineError (`SSH_WAIT`) when it does not answer in time.
 */
export async function confirmBoot(check: BootCheck, context: Context): Promise<void> {
  try {
    await waitUntilAnswered(check, context);
  } catch (error) {
    const isUnasked = error instanceof PrerequisiteError || error instanceof AuthenticationError;
    if (!isUnasked) throw error;
    context.warn(`Whether the VM's SSH server answers was not checked. ${error.message}`);
  }
}

async function waitUntilAnswered({ azure, vmId, budgetMs, signal }: BootCheck, context: Context): Promise<void> {
  const fleet = await listFleet(azure, context, { includeUnmanaged: true });
  const vm = fleet.find(({ id }) => sameResource(id, vmId));
  if (vm === undefined) return;
  await using remote = await openRemote({}, fleet, context);
  const answered = new AbortController();
  try {
    await waitForSsh(remote.shell, remote.target(vm), {
      budgetMs: budgetMs ?? sshBudgetMs(vm.size),
      clock: context.clock,
      signal: AbortSignal.any([answered.signal, ...(signal === undefined ? [] : [signal])]),
      onAttempt: ({ error }) => {
        if (error.code === "SSH_KEY_REFUSED") answered.abort();
      },
    });
  } catch (error) {
    // Keys may have changed since the snapshot: whoever refuses a key, or shows another one, has started.
    if (!answered.signal.aborted && !isAzlinError(error, "HOST_KEY_CHANGED")) throw error;
  }
}
