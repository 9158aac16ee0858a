import { ProvisioningError, type AbortOptions } from "@azlin/core";
import type { RemoteShell, SshTarget } from "@azlin/ssh";

// New host keys are made before the old ones go: without any the server lets nobody in.
const SCRIPT = `set -eu
root="\${AZLIN_PREFIX:-}"
name="$1"
keys="$(mktemp -d)"
trap 'rm -rf "$keys"' EXIT
mkdir -p "$keys/etc/ssh"
ssh-keygen -A -f "$keys" >/dev/null

echo "$name" >"$root/etc/hostname"
hostname "$name"
sed -i "/^127\\.0\\.1\\.1[[:space:]]/d" "$root/etc/hosts"
echo "127.0.1.1 $name" >>"$root/etc/hosts"

tr -d '-' </proc/sys/kernel/random/uuid >"$root/etc/machine-id.new"
chmod 0444 "$root/etc/machine-id.new"
mv -f "$root/etc/machine-id.new" "$root/etc/machine-id"
mkdir -p "$root/var/lib/dbus"
ln -sf /etc/machine-id "$root/var/lib/dbus/machine-id"

rm -f "$root"/etc/ssh/ssh_host_*
cp -p "$keys"/etc/ssh/ssh_host_* "$root/etc/ssh/"
systemctl try-restart ssh.service sshd.service >/dev/null 2>&1 || true
cat "$root"/etc/ssh/ssh_host_*_key.pub`;

/**
 * Gives a clone what no two hosts may share: host name, machine id, SSH host keys.
 *
 * @returns its new public host keys, to pin instead of the source's.
 * @throws ProvisioningError (`CLONE_IDENTITY_FAILED`); what {@link RemoteShell.exec} throws.
 */
export async function renewIdentity(
  shell: RemoteShell,
  target: SshTarget,
  { hostname, signal }: AbortOptions & { readonly hostname: string },
): Promise<readonly string[]> {
  const done = await shell.exec(target, ["sudo", "bash", "-s", "--", hostname], {
    stdin: SCRIPT,
    signal,
    timeoutMs: 120_000,
  });
  const keys = done.stdout.split("\n").filter((line) => /^(?:ssh|ecdsa)-\S+ /.test(line));
  if (done.exitCode === 0 && keys.length > 0) return keys;
  throw new ProvisioningError("CLONE_IDENTITY_FAILED", `'${target.name}' still looks like the VM it is a clone of.`, {
    hint: `It said: ${done.stderr.trim() || `exit status ${done.exitCode}`}. Delete the clone, or try again.`,
    details: { vmId: target.vmId, exitCode: done.exitCode },
  });
}
