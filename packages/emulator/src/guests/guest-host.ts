import type { GuestResult, GuestScript } from "../services/compute/guest/scripted-guest.ts";
import type { StoredResource } from "../world/resource-store.ts";

/** What the VMAccess extension is told, in its protected settings. */
export interface AccessSettings {
  readonly username?: string | undefined;
  /** A line of `authorized_keys`; added to those that are there. */
  readonly publicKey?: string | undefined;
  /** Whether the keys that are there go first. */
  readonly removesPriorKeys?: boolean;
}

/** What the rest of the local Azure asks of its guests. */
export interface GuestHost {
  /**
   * Runs a script as root in the guest of a running VM.
   *
   * @throws ArmError (`VMAgentStatusCommunicationError`) when the VM has no guest that answers.
   */
  run(vm: StoredResource, script: GuestScript): Promise<GuestResult>;
  /**
   * Does what the VMAccess extension does.
   *
   * @throws ArmError (`VMExtensionProvisioningError`) for a user that the guest does not have.
   */
  changeAccess(vm: StoredResource, settings: AccessSettings): void;
}
