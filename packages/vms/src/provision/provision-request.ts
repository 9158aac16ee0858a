import { ValidationError } from "@azlin/core";
import { parseSessionName } from "@azlin/tags";

/** Most VMs of one request. */
export const MAX_POOL = 100;

const VM_NAME = /^[a-zA-Z0-9](?:[a-zA-Z0-9_-]{0,62}[a-zA-Z0-9_])?$/;
const GROUP_NAME = /^[\w.()-]{0,89}[\w()-]$/;

/** What `new` is asked for. */
export interface ProvisionRequest {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Names of the VMs; see {@link poolNames}. */
  readonly names: readonly string[];
  readonly location: string;
  /** Regions to try when the first does not have the size or the quota. Default: none. */
  readonly fallbackLocations?: readonly string[];
  readonly size: string;
  readonly adminUsername: string;
  /** OpenSSH public key that may sign in. */
  readonly sshPublicKey: string;
  readonly owner?: string;
  /** Session name; with several VMs each gets a numbered one. */
  readonly session?: string;
  readonly created: Date;
  readonly osDiskGb?: number;
  /** What cloud-init does on the first start, as text; see `cloudInit`. Default: nothing. */
  readonly customData?: string;
}

/** The part of a request that says where VMs go and how many of which size. */
export type PlacementRequest = Pick<
  ProvisionRequest,
  "subscriptionId" | "resourceGroup" | "names" | "location" | "fallbackLocations" | "size"
>;

/** Names of a pool: the base alone for one VM, `base-01`, `base-02`, … for several. */
export function poolNames(base: string, count: number): string[] {
  if (count === 1) return [base];
  const digits = Math.max(2, String(count).length);
  return Array.from({ length: count }, (_, index) => `${base}-${String(index + 1).padStart(digits, "0")}`);
}

/** The name a VM gets when nobody chose one: `azlin-20250123-201500`. */
export function defaultVmName(at: Date): string {
  const digits = at.toISOString().replaceAll(/\D/g, "");
  return `azlin-${digits.slice(0, 8)}-${digits.slice(8, 14)}`;
}

/**
 * Checks a request before anything is asked of Azure.
 *
 * @throws ValidationError (`INVALID_VM_NAME`, `INVALID_RESOURCE_GROUP`, `INVALID_POOL`, `INVALID_SSH_KEY`,
 * `INVALID_SESSION_NAME`).
 */
export function checkProvisionRequest(request: ProvisionRequest): void {
  if (request.names.length < 1 || request.names.length > MAX_POOL) {
    throw invalid(
      "INVALID_POOL",
      `A pool has 1 to ${MAX_POOL} VMs, not ${request.names.length}.`,
      "Give --pool a number in that range.",
    );
  }
  for (const name of request.names) checkVmName(name);
  if (!GROUP_NAME.test(request.resourceGroup)) {
    throw invalid(
      "INVALID_RESOURCE_GROUP",
      `'${request.resourceGroup}' cannot be the name of a resource group.`,
      "Use letters, digits and '_.()-', at most 90, no '.' at the end.",
    );
  }
  if (!/^(ssh-|ecdsa-)\S+ [A-Za-z0-9+/=]+/.test(request.sshPublicKey)) {
    throw invalid(
      "INVALID_SSH_KEY",
      "The SSH key is not an OpenSSH public key.",
      "It begins with 'ssh-ed25519' or 'ssh-rsa'.",
    );
  }
  if (request.session !== undefined) parseSessionName(request.session);
}

/**
 * Checks the name of a VM.
 *
 * @throws ValidationError (`INVALID_VM_NAME`).
 */
export function checkVmName(name: string): string {
  if (VM_NAME.test(name)) return name;
  const message = `'${name}' cannot be the name of a VM.`;
  throw invalid("INVALID_VM_NAME", message, "Use letters, digits, '-' and '_', at most 64.");
}

function invalid(code: string, message: string, hint: string): ValidationError {
  return new ValidationError(code, message, { hint });
}
