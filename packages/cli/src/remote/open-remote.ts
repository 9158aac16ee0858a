import { KnownHosts, SshConnections, sshTarget, type SshTarget, type SshTargetOptions } from "@azlin/ssh";
import { pickVm, type FleetVm } from "@azlin/vms";
import type { Context } from "../context.ts";
import { privateKeyPath } from "./private-key-path.ts";

/** How to sign in to VMs, as far as the command line says; the configuration says the rest. */
export interface RemoteWishes {
  readonly user?: string | undefined;
  /** Path of a private key. */
  readonly key?: string | undefined;
  /** The VM to go through. */
  readonly jump?: string | undefined;
  /** Milliseconds to go on trying to reach a VM that does not answer yet. Default 0: one try. */
  readonly waitForServerMs?: number;
  /** Milliseconds for which connections are kept that nobody uses. Default: 60,000. */
  readonly idleMs?: number;
}

/** The way to VMs over SSH. Dispose it when done. */
export interface Remote extends AsyncDisposable {
  readonly shell: SshConnections;
  readonly knownHosts: KnownHosts;
  /** Whom to sign in as, and through which host. */
  readonly access: Required<Pick<SshTargetOptions, "user" | "jump">>;
  /** Path of the private key that signs in. */
  readonly keyPath: string;
  /**
   * Where a VM is reached.
   *
   * @throws PrerequisiteError (`VM_HAS_NO_ADDRESS`), ValidationError (`INVALID_SSH_PORT`).
   */
  readonly target: (vm: FleetVm) => SshTarget;
}

/**
 * Opens the way to the VMs of a fleet; nothing is connected yet.
 *
 * @param fleet - where the jump host is looked for.
 * @throws NotFoundError (`VM_NOT_FOUND`) when there is no jump host of that name.
 */
export async function openRemote(wishes: RemoteWishes, fleet: readonly FleetVm[], context: Context): Promise<Remote> {
  const [settings, { cloud }] = await Promise.all([context.settings(), context.transport()]);
  const { waitForServerMs = 0, user = settings.sshUser, jump: jumpName = settings.sshJumpHost } = wishes;
  const { guestHost } = cloud;
  const jump = jumpName === undefined ? undefined : sshTarget(pickVm(fleet, jumpName), { user, guestHost });
  const knownHosts = new KnownHosts(context.home);
  const keyPath = await privateKeyPath(wishes.key, context);
  const agentSocket = context.env["SSH_AUTH_SOCK"];
  const shell = new SshConnections({
    knownHosts,
    keyPath,
    agentSocket,
    waitForServerMs,
    clock: context.clock,
    ...(wishes.idleMs !== undefined && { idleMs: wishes.idleMs }),
  });
  return {
    shell,
    knownHosts,
    keyPath,
    access: { user, jump },
    target: (vm) => sshTarget(vm, { user, guestHost, jump: isJump(vm, jump) ? undefined : jump }),
    [Symbol.asyncDispose]: () => shell.close(),
  };
}

function isJump(vm: FleetVm, jump: SshTarget | undefined): boolean {
  return jump?.vmId.toLowerCase() === vm.id.toLowerCase();
}
