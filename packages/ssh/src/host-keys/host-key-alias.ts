/**
 * The name under which a VM's host key is pinned: made of its resource id, since addresses are given to other VMs
 * when it is stopped. It stands in the known-hosts file and works as OpenSSH's `HostKeyAlias`: lower case, and
 * whatever is not a letter, digit or one of `/._()-` as `=` and two hex digits.
 *
 * @param vmId - the VM's resource id, in any case.
 */
export function hostKeyAlias(vmId: string): string {
  const id = vmId.toLowerCase().replace(/^\/+/, "");
  return Buffer.from(id, "utf8")
    .toString("latin1")
    .replaceAll(/[^a-z0-9/._()-]/g, (char) => `=${char.codePointAt(0)!.toString(16).padStart(2, "0")}`);
}
