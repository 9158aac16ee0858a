import type { Random } from "@azlin/core";
import type { Consistency } from "../world/settings.ts";

/**
 * Seconds until a role assignment on a principal that was just made was accepted, as recorded: half of them at once or
 * in seconds, a tenth after most of a minute, the slowest after four. Share of the principals, and the time it took.
 */
const RECORDED_CURVE: readonly (readonly [share: number, seconds: number])[] = [
  [0.1, 0],
  [0.5, 13],
  [0.9, 50],
  [1, 252],
];

/** Milliseconds until a write to the directory is seen by others: always the same, or drawn from the recorded curve. */
export function drawReplicationMs(
  { directoryReplication, directoryReplicationMs }: Consistency,
  random: Random,
): number {
  return directoryReplication === "recorded"
    ? Math.round(recordedSeconds(random.next()) * 1000)
    : directoryReplicationMs;
}

/** The curve at that share, linear between what is known of it. */
function recordedSeconds(share: number): number {
  const upper = RECORDED_CURVE.findIndex(([at]) => at >= share);
  const [toShare, to] = RECORDED_CURVE[upper]!;
  const [fromShare, from] = RECORDED_CURVE[upper - 1] ?? [0, 0];
  return from + ((to - from) * (share - fromShare)) / (toShare - fromShare);
}
