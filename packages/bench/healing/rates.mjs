const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How large a world is, and how long it is watched. */
export const WORLD = { vms: 1_000, lengthMs: 7 * DAY, checkIntervalMs: MINUTE };

/**
 * What happens in a world: how often, how long, to how many. Assumptions, made before any policy was run; times are drawn
 * evenly from their ranges, logarithmically where it says so.
 */
export const RATES = {
  /** Something that a restart mends: a kernel that hangs, an SSH server that was killed. */
  crash: { perVmWeek: 7 / 60, powerOffShare: 0.1, personMs: [4 * HOUR, 24 * HOUR] },
  /** Comes up after each restart and crashes again, until a person has found out why. */
  crashLoop: { perVmWeek: 0.005, upMs: [2 * MINUTE, 20 * MINUTE], personMs: [2 * HOUR, 24 * HOUR] },
  /** Does not come up whatever one does, until a person has mended it. */
  broken: { perVmWeek: 0.002, personMs: [2 * HOUR, 24 * HOUR] },
  /** Who keeps a rule from a VM that has been down so long, until it is up: no rule may restart one for ever. */
  takeOver: { afterMs: [4 * HOUR, 24 * HOUR] },
  /** Every boot: of most VMs, and of the few that take long. */
  boot: { ms: [30 * SECOND, 180 * SECOND], slowVmShare: 0.04, slowMs: [3 * MINUTE, 8 * MINUTE] },
  /** Milliseconds until Azure says that it has restarted a VM. */
  restartMs: 30 * SECOND,
  /** A user restarts their VM. */
  userRestart: { perVmWeek: 0.5 },
  /** A user deallocates their VM; most through azlin, which notes what they want in a tag. */
  userStop: { vmShare: 0.3, perVmWeek: 3, ms: [2 * HOUR, 14 * HOUR], taggedShare: 0.7 },
  /** Azure takes a Spot VM away. */
  eviction: { spotShare: 0.05, perVmWeek: 1, ms: [30 * MINUTE, 4 * HOUR] },
  /** One VM cannot be reached for a while, but works; durations are logarithmic. */
  glitch: { perVmWeek: 0.2, ms: [20 * SECOND, 15 * MINUTE] },
  /** A rack or a subnet cannot be reached; durations are logarithmic. */
  partition: { perWeek: 3, vms: [3, 60], ms: [1 * MINUTE, 30 * MINUTE] },
  /** The machine that probes has lost its network. */
  probeOutage: { perWeek: 1, ms: [2 * MINUTE, 20 * MINUTE] },
  /** A region's network fails: a large part of the fleet works, but cannot be reached. */
  outage: { perWeek: 0.5, share: [0.3, 1], ms: [10 * MINUTE, 90 * MINUTE] },
  /** Azure refuses to say how VMs are. */
  readErrors: { perWeek: 2, ms: [5 * MINUTE, 15 * MINUTE] },
};
