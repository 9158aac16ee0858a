import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConflictError, PrerequisiteError, withFileLock, writeFileAtomic } from "@azlin/core";
import { fingerprintOf, parsePublicKey } from "../keys/parse-public-key.ts";
import type { SshTarget } from "../target/ssh-target.ts";
import { hostKeyAlias } from "./host-key-alias.ts";
import { knownHostsLine, pinnedKeyOf, type PinnedKey } from "./known-hosts-line.ts";

/**
 * azlin's own known-hosts file, in OpenSSH's format, with host keys pinned to VMs instead of addresses. The system's
 * `ssh` and our own connections share it.
 */
export class KnownHosts {
  /** Path of the file. */
  readonly path: string;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param home - azlin's own directory. */
  constructor(home: string) {
    this.path = join(home, "known_hosts");
  }

  /**
   * The keys pinned to a VM; empty before its first use.
   *
   * @throws PrerequisiteError (`KNOWN_HOSTS_UNREADABLE`).
   */
  async keysOf(vmId: string): Promise<readonly PinnedKey[]> {
    const alias = hostKeyAlias(vmId);
    const keys = (await this.#lines()).map((line) => pinnedKeyOf(line, alias));
    return keys.filter((key) => key !== undefined);
  }

  /**
   * Accepts the key that a host shows when it is the one pinned to the VM, and pins it when none is.
   *
   * @throws ConflictError (`HOST_KEY_CHANGED`) when another key is pinned; PrerequisiteError
   * (`KNOWN_HOSTS_UNREADABLE`, `FILE_NOT_WRITTEN`).
   */
  async verify(target: Pick<SshTarget, "vmId" | "name" | "host">, shown: Uint8Array): Promise<void> {
    if (await this.#isPinned(target, shown)) return;
    await this.#exclusively(async () => {
      // Another connection or process may have pinned it meanwhile.
      if (await this.#isPinned(target, shown)) return;
      const lines = [...(await this.#lines()), knownHostsLine(hostKeyAlias(target.vmId), shown)];
      await writeFileAtomic(this.path, `${lines.join("\n")}\n`);
    });
  }

  /** Forgets what is pinned to a VM, for one that was rebuilt. Returns how many keys were. */
  async forget(vmId: string): Promise<number> {
    const alias = hostKeyAlias(vmId);
    return this.#exclusively(async () => {
      const lines = await this.#lines();
      const kept = lines.filter((line) => pinnedKeyOf(line, alias) === undefined);
      if (kept.length < lines.length) await writeFileAtomic(this.path, kept.map((line) => `${line}\n`).join(""));
      return lines.length - kept.length;
    });
  }

  /**
   * Pins these keys to a VM instead of those that were: the VM itself has told them, over a connection that is trusted.
   *
   * @param publicKeys - lines as in `ssh_host_ed25519_key.pub`.
   * @throws ValidationError (`INVALID_PUBLIC_KEY`); nothing is changed then.
   */
  async replace(vmId: string, publicKeys: readonly string[]): Promise<void> {
    const alias = hostKeyAlias(vmId);
    const pinned = publicKeys.map((line) => knownHostsLine(alias, parsePublicKey(line).blob));
    await this.#exclusively(async () => {
      const others = (await this.#lines()).filter((line) => pinnedKeyOf(line, alias) === undefined);
      await writeFileAtomic(this.path, [...others, ...pinned].map((line) => `${line}\n`).join(""));
    });
  }

  async #isPinned(target: Pick<SshTarget, "vmId" | "name" | "host">, shown: Uint8Array): Promise<boolean> {
    const pinned = await this.keysOf(target.vmId);
    if (pinned.some((key) => key.blob.equals(shown))) return true;
    if (pinned.length > 0) throw changed(target, pinned, shown);
    return false;
  }

  async #lines(): Promise<string[]> {
    try {
      const text = await readFile(this.path, "utf8");
      return text.split("\n").filter((line) => line.trim() !== "");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw new PrerequisiteError("KNOWN_HOSTS_UNREADABLE", `${this.path} cannot be read: ${String(error)}`, {
        hint: "Check who owns the file and its directory.",
        cause: error,
      });
    }
  }

  /** Takes turns within this process first: many hosts met at the same moment then do not poll for one lock. */
  #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(() => withFileLock(this.path, {}, work));
    this.#turn = mine.catch(() => {});
    return mine;
  }
}

function changed(
  { vmId, name, host }: Pick<SshTarget, "vmId" | "name" | "host">,
  pinned: readonly PinnedKey[],
  shown: Uint8Array,
): ConflictError {
  const expected = pinned.map((key) => key.fingerprint);
  const found = fingerprintOf(shown);
  return new ConflictError(
    "HOST_KEY_CHANGED",
    `The host key of ${name} (${host}) has changed: it was ${expected.join(", ")}, it is now ${found}.`,
    {
      hint: `Somebody may be in between. If you rebuilt the VM, forget its old key with: azlin keys forget ${name}`,
      details: { vm: vmId, host, expected, found },
    },
  );
}
