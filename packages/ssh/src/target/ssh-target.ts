/** Where the SSH server of a VM is, and as whom to sign in. */
export interface SshTarget {
  /** Resource id of the VM: what its host key is pinned to, as addresses are reused. */
  readonly vmId: string;
  /** Name of the VM, for messages. */
  readonly name: string;
  /** Address or DNS name. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  /** The host to go through; absent: straight. */
  readonly jump?: SshTarget;
}
