import type { ReachableVm } from "@azlin/ssh";
import type { Thresholds } from "../verdict/thresholds.ts";
import type { ProbeTimeouts } from "./probe-timeouts.ts";

/** A VM to be checked, as a list of VMs tells it. Azure's status list has neither tags nor addresses: these count. */
export interface MonitoredVm extends ReachableVm {
  /** Whether it runs on Spot capacity, from which Azure evicts. Default false. */
  readonly isSpot?: boolean;
  /** Thresholds of its own, over the monitor's. */
  readonly thresholds?: Partial<Thresholds>;
  /** Time-outs of its own, over the monitor's. */
  readonly timeouts?: Partial<Pick<ProbeTimeouts, "sshMs" | "metricsMs">>;
}
