import type { StoredSecret } from "./stored-secret.ts";

/** Secrets as JSON: of each vault, by its name in lower case. */
export type SecretState = Readonly<Record<string, readonly StoredSecret[]>>;

/** What is in the vaults of a world, deleted secrets among them. Vaults that are deleted keep theirs until they are purged. */
export class SecretStore {
  readonly #vaults = new Map<string, Map<string, StoredSecret>>();
  #sequence = 0;

  /** A secret, living or deleted. */
  get(vaultName: string, name: string): StoredSecret | undefined {
    return this.#vaults.get(vaultName.toLowerCase())?.get(name.toLowerCase());
  }

  /** Secrets of a vault in the order in which they were made, living and deleted. */
  of(vaultName: string): StoredSecret[] {
    return [...(this.#vaults.get(vaultName.toLowerCase())?.values() ?? [])];
  }

  put(vaultName: string, secret: Omit<StoredSecret, "sequence">): StoredSecret {
    const key = vaultName.toLowerCase();
    const secrets = this.#vaults.get(key) ?? new Map<string, StoredSecret>();
    const sequence = secrets.get(secret.name.toLowerCase())?.sequence ?? ++this.#sequence;
    const stored: StoredSecret = { ...secret, sequence };
    this.#vaults.set(key, secrets.set(secret.name.toLowerCase(), stored));
    return stored;
  }

  /** Takes a secret out for good. */
  remove(vaultName: string, name: string): void {
    this.#vaults.get(vaultName.toLowerCase())?.delete(name.toLowerCase());
  }

  /** Takes everything out that is in a vault. */
  removeVault(vaultName: string): void {
    this.#vaults.delete(vaultName.toLowerCase());
  }

  state(): SecretState {
    return Object.fromEntries([...this.#vaults].map(([name, secrets]) => [name, [...secrets.values()]]));
  }

  /** Replaces the whole content. */
  load(state: SecretState): void {
    this.#vaults.clear();
    this.#sequence = 0;
    for (const [name, secrets] of Object.entries(state)) {
      this.#vaults.set(name, new Map(secrets.map((secret) => [secret.name.toLowerCase(), secret])));
      this.#sequence = Math.max(this.#sequence, ...secrets.map(({ sequence }) => sequence));
    }
  }
}
