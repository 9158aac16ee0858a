import type { VmHealth } from "@azlin/health";
import type { HookType } from "../hooks/hook-type.ts";

/** What hooks are fired by: what was last seen of a VM. Plain data. */
export interface SeenHealth {
  /** Whether it was last known to run, to be stopped, or not to be there; `null` before the first time. */
  readonly presence: "running" | "stopped" | "deleted" | null;
  /** Whether it was in trouble, or started, since it was last healthy. */
  readonly isTroubled: boolean;
  /** Whether its failure was told of. */
  readonly isFailureTold: boolean;
  /** Whether a start is our own doing, which `on_restart` tells of. */
  readonly isStartOurs: boolean;
}

/** What is known before the first check. */
export const NOTHING_SEEN: SeenHealth = {
  presence: null,
  isTroubled: false,
  isFailureTold: false,
  isStartOurs: false,
};

/** What a check comes to. */
export interface Sight {
  readonly seen: SeenHealth;
  /** Hooks to fire, in order. */
  readonly events: readonly HookType[];
}

/** A check, and whether it failed as often as the policy wants before it acts. */
export interface CheckedForHooks extends Pick<VmHealth, "verdict" | "observation"> {
  readonly isFailed: boolean;
}

/**
 * Which hooks a check fires. A failure is told of once, until the VM has been healthy; changes of its power when they are seen
 * to happen, not when they are found at the first look. Pure.
 */
export function seeHealth(before: SeenHealth, { verdict, observation, isFailed }: CheckedForHooks): Sight {
  const presence = presenceOf(observation.power.state, before.presence);
  const seen: SeenHealth = {
    presence,
    isTroubled: before.isTroubled || isFailed || (presence === "running" && before.presence === "stopped"),
    isFailureTold: before.isFailureTold || isFailed,
    isStartOurs: before.isStartOurs && presence !== "running",
  };
  const events = powerEvents(before, presence);
  if (seen.isFailureTold && !before.isFailureTold) events.push("on_failure");
  if (verdict.status !== "healthy") return { seen, events };
  if (seen.isTroubled) events.push("on_healthy");
  return { seen: { ...seen, isTroubled: false, isFailureTold: false }, events };
}

/** What is known after a heal of ours. */
export function seeHeal(seen: SeenHealth): SeenHealth {
  return { ...seen, isTroubled: true, isStartOurs: seen.presence === "stopped" };
}

const PRESENCE_AFTER: Readonly<Partial<Record<HookType, SeenHealth["presence"]>>> = {
  on_start: "running",
  on_stop: "stopped",
  on_destroy: "deleted",
};

/** What is known after somebody told of what they have done to the VM: it is not told of again when it is seen. */
export function seeAnnouncement(seen: SeenHealth, type: HookType): SeenHealth {
  const presence = PRESENCE_AFTER[type] ?? seen.presence;
  return { ...seen, presence, isTroubled: seen.isTroubled || type === "on_start" };
}

type Presence = SeenHealth["presence"];

function presenceOf(state: VmHealth["observation"]["power"]["state"], before: Presence): Presence {
  if (state === "running") return "running";
  if (state === "stopped" || state === "deallocated") return "stopped";
  return state === "deleted" ? "deleted" : before;
}

function powerEvents({ presence: was, isStartOurs }: SeenHealth, is: Presence): HookType[] {
  if (was === null || was === is) return [];
  if (is === "running") return isStartOurs ? [] : ["on_start"];
  return [is === "stopped" ? "on_stop" : "on_destroy"];
}
