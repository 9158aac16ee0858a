import type { CheckedVm } from "./checked-vm.ts";
import type { Decision } from "./decision.ts";
import type { FleetView } from "./fleet-view.ts";
import type { HealHistory } from "./heal-history.ts";
import type { HealingPolicy } from "./healing-policy.ts";

/** All that a decision is made of. */
export interface Situation {
  readonly history: HealHistory;
  readonly checked: CheckedVm;
  readonly policy: HealingPolicy;
  readonly fleet: FleetView;
}

/** Why a VM is not healed. */
export type Hindrance = Pick<Decision, "code" | "reason"> & Partial<Pick<Decision, "isAlarm" | "nextCheckAtMs">>;
