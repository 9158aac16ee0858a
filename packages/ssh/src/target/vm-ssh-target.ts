import { PrerequisiteError, type Vm } from "@azlin/core";
import { SSH_PORT_TAG, sshPortOf } from "./ssh-port-tag.ts";
import type { SshTarget } from "./ssh-target.ts";

/** What of a VM says where its SSH server is. */
export type ReachableVm = Pick<Vm, "id" | "name" | "tags" | "publicIp" | "privateIp">;

/** Options of {@link sshTarget}. */
export interface SshTargetOptions {
  /** Whom to sign in as. Default `azureuser`. */
  readonly user?: string;
  /** Where all VMs of a local Azure are reached, `AzureTransport.cloud.guestHost`; replaces the VM's address. */
  readonly guestHost?: string | undefined;
  /** The private address even when there is a public one. Default: only with `jump`. */
  readonly usePrivateIp?: boolean;
  /** The host to go through. */
  readonly jump?: SshTarget | undefined;
}

const DEFAULT_USER = "azureuser";
const DEFAULT_PORT = 22;

/**
 * Where to reach a VM's SSH server: its public address, its private one through a jump host, or the local Azure's
 * host; the port is the one its tag `azlin-ssh-port` names, else 22.
 *
 * @throws PrerequisiteError (`VM_HAS_NO_ADDRESS`; `LOCAL_GUEST_MISSING` when the local Azure runs without guests);
 * ValidationError (`INVALID_SSH_PORT`).
 */
export function sshTarget(vm: ReachableVm, options: SshTargetOptions = {}): SshTarget {
  const { user = DEFAULT_USER, jump } = options;
  const port = sshPortOf(vm.tags);
  const place = options.guestHost === undefined ? ownAddress(vm, options, port) : guest(vm, options.guestHost, port);
  return { vmId: vm.id, name: vm.name, user, ...place, ...(jump !== undefined && { jump }) };
}

type Place = Pick<SshTarget, "host" | "port">;

function ownAddress(vm: ReachableVm, options: SshTargetOptions, port = DEFAULT_PORT): Place {
  const { usePrivateIp = options.jump !== undefined } = options;
  const host = usePrivateIp ? vm.privateIp : vm.publicIp;
  if (host !== null) return { host, port };
  const hasOther = (usePrivateIp ? vm.publicIp : vm.privateIp) !== null;
  throw new PrerequisiteError(
    "VM_HAS_NO_ADDRESS",
    `${vm.name} has no ${usePrivateIp ? "private" : "public"} address${hasOther ? "" : ", nor any other"}.`,
    {
      hint: usePrivateIp
        ? "Start the VM, or check its network interface."
        : "Go through a jump host in its network (--jump), or give it a public address.",
      details: { vm: vm.id },
    },
  );
}

function guest(vm: ReachableVm, host: string, port: number | undefined): Place {
  if (port !== undefined) return { host, port };
  throw new PrerequisiteError("LOCAL_GUEST_MISSING", `${vm.name} has no SSH server in the local Azure.`, {
    hint: `A running VM of a local Azure with guests has the tag ${SSH_PORT_TAG}: start the VM, or start the local Azure with guests.`,
    details: { vm: vm.id },
  });
}
