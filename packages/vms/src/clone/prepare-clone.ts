import { resourceNameOf, type AbortOptions, type Clock } from "@azlin/core";
import type { RemoteShell, SshTarget } from "@azlin/ssh";
import { readFleetVm } from "../fleet/read-fleet-vm.ts";
import type { FleetVm } from "../fleet/to-fleet-vm.ts";
import type { VmAzure } from "../vm-azure.ts";
import { sshBudgetMs, waitForSsh } from "../wait/wait-for-ssh.ts";
import { renewIdentity } from "./clone-identity.ts";
import { removeSecrets, type FindSecrets, type FoundSecret } from "./clone-secrets.ts";

/** How far a clone came. */
export type CloneStage = "create" | "connect" | "secrets" | "identity" | "done";

/** What makes a copy of a disk a VM of its own. */
export interface PrepareCloneOptions extends AbortOptions {
  readonly shell: RemoteShell;
  /** Where to sign in on a clone. */
  readonly targetFor: (clone: FleetVm) => SshTarget;
  /** Finds what must not be on a clone; the same filter as for copying files. */
  readonly findSecrets: FindSecrets;
  /** Told the host keys that a clone has from now on, instead of the source's that it showed first. */
  readonly onHostKeys?: (target: SshTarget, publicKeys: readonly string[]) => void | Promise<void>;
  /** Told when a clone comes to its next stage. */
  readonly onStage?: (clone: string, stage: CloneStage) => void;
  /** Milliseconds to wait for SSH. Default: by the size. */
  readonly sshBudgetMs?: number;
  readonly clock?: Clock;
}

interface Clone {
  readonly id: string;
  readonly size: string;
  readonly reached: (stage: CloneStage) => void;
}

/**
 * Waits for a clone, takes the source's secrets off it, and gives it an identity of its own.
 *
 * @returns what was taken off it.
 */
export async function prepareClone(
  azure: VmAzure,
  { id, size, reached }: Clone,
  options: PrepareCloneOptions,
): Promise<readonly FoundSecret[]> {
  const { shell, signal, clock = azure.clock } = options;
  const name = resourceNameOf(id);
  reached("connect");
  const target = options.targetFor(await readFleetVm(azure, id, { signal }));
  await waitForSsh(shell, target, { budgetMs: options.sshBudgetMs ?? sshBudgetMs(size), clock, signal });
  reached("secrets");
  const removed = await removeSecrets(shell, target, { findSecrets: options.findSecrets, signal });
  reached("identity");
  const hostKeys = await renewIdentity(shell, target, { hostname: name.replaceAll("_", "-").slice(0, 63), signal });
  await options.onHostKeys?.(target, hostKeys);
  return removed;
}
