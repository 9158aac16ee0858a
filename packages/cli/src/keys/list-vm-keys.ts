import { isAzlinError } from "@azlin/core";
import { parsePublicKey } from "@azlin/ssh";
import { listKeys, readJournal, type VmAzure, type VmKeys } from "@azlin/vms";
import type { Context } from "../context.ts";
import type { Report } from "../render/report.ts";
import { findOwnPublicKey } from "./own-public-key.ts";

/** Characters of a public key that a table shows. */
const SHOWN = 50;

/** Whose keys to list. */
export interface KeysWishes {
  /** The key of this machine to compare with. */
  readonly keyPath: string;
  readonly isUnmanagedToo: boolean;
  /** Only VMs whose names begin with it. */
  readonly prefix: string | undefined;
}

interface ListedKey {
  readonly publicKey: string;
  /** `null` for what cannot be read. */
  readonly fingerprint: string | null;
  /** Whether it is the key of this machine; `null` when that has none. */
  readonly isOwn: boolean | null;
}

/** The public keys of VMs, as Azure knows them. */
export async function listVmKeys(azure: VmAzure, wishes: KeysWishes, context: Context): Promise<Report> {
  const own = await findOwnPublicKey(wishes.keyPath);
  const ownFingerprint = own === undefined ? null : fingerprintOf(own);
  const found = await context.progress("Listing keys", () => collect(azure, wishes, context));
  const vms = found.map(({ vmId, name, resourceGroup, asOf, publicKeys }) => {
    return { vm: name, id: vmId, resourceGroup, asOf, keys: publicKeys.map((key) => listed(key, ownFingerprint)) };
  });
  const rows = vms.flatMap(({ vm, resourceGroup, keys }) =>
    (keys.length > 0 ? keys : [undefined]).map((key) => [vm, resourceGroup, ownInWords(key), ...shownOf(key)]),
  );
  return {
    json: vms,
    table: { columns: ["VM NAME", "RESOURCE GROUP", "OURS", "FINGERPRINT", "PUBLIC KEY"], rows },
    ...(rows.length === 0 && { text: "No VMs found." }),
    footer: [
      "Keys of the VMs' creation: Azure does not know of later changes.",
      ...((await readJournal(wishes.keyPath)) === undefined
        ? []
        : ["A rotation is not complete: 'azlin keys rotate' goes on with it."]),
    ],
  };
}

async function collect(azure: VmAzure, wishes: KeysWishes, context: Context): Promise<VmKeys[]> {
  const { signal, resourceGroup } = context;
  const vms: VmKeys[] = [];
  for await (const vm of listKeys(azure, { includeUnmanaged: wishes.isUnmanagedToo, signal })) {
    const isInGroup = resourceGroup === undefined || vm.resourceGroup.toLowerCase() === resourceGroup.toLowerCase();
    if (isInGroup && vm.name.startsWith(wishes.prefix ?? "")) vms.push(vm);
  }
  return vms.sort((left, right) => (left.name < right.name ? -1 : 1));
}

function listed(publicKey: string, own: string | null): ListedKey {
  const fingerprint = fingerprintOf(publicKey);
  return { publicKey, fingerprint, isOwn: own === null ? null : fingerprint === own };
}

function fingerprintOf(publicKey: string): string | null {
  try {
    return parsePublicKey(publicKey).fingerprint;
  } catch (error) {
    if (isAzlinError(error, "INVALID_PUBLIC_KEY")) return null;
    throw error;
  }
}

function ownInWords(key: ListedKey | undefined): string | null {
  if (key === undefined || key.isOwn === null) return null;
  return key.isOwn ? "yes" : "no";
}

function shownOf(key: ListedKey | undefined): (string | null)[] {
  if (key === undefined) return [null, null];
  const { publicKey, fingerprint } = key;
  return [fingerprint, publicKey.length > SHOWN ? `${publicKey.slice(0, SHOWN)}…` : publicKey];
}
