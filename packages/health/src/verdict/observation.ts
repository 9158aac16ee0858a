import type { PowerReading } from "../azure/power-reading.ts";
import type { MetricsReading } from "../metrics/vm-metrics.ts";
import type { SshReading } from "../ssh/ssh-reading.ts";
import type { Intent } from "./intent.ts";

/** What one check of a VM saw. Plain data: it survives JSON. */
export interface Observation {
  /** When the check began, in milliseconds since the epoch. */
  readonly atMs: number;
  readonly power: PowerReading;
  /** `null` when it was not tried: nothing is to be expected of a VM in this power state. */
  readonly ssh: SshReading | null;
  /** `null` when they were not asked for, or SSH does not work. */
  readonly metrics: MetricsReading | null;
  /** What the VM's tag says that its user wants; `null` when it says nothing. */
  readonly intent: Intent | null;
  /** Whether Azure may take the VM away when it needs the room. */
  readonly isSpot: boolean;
}
