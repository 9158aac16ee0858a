import { resourceKey, ValidationError } from "@azlin/core";
import { readTag, TAG_KEYS } from "@azlin/tags";
import type { FleetVm } from "../fleet/to-fleet-vm.ts";

/** Tag of a VM that is never pruned, whatever its value; `false` counts as none. */
export const PROTECTED_TAG = "azlin-protected";

/** What {@link planPrune} decides from. */
export interface PruneFacts {
  readonly vms: readonly FleetVm[];
  /** Times of connections that this machine knows of, by VM id. `undefined`: they could not be read. */
  readonly lastConnected: ReadonlyMap<string, Date> | undefined;
  /**
   * VMs with a session by this machine's configuration, as ids or names. `undefined`: it could not be read.
   */
  readonly configuredSessions: ReadonlySet<string> | undefined;
  /** Ids of VMs below a lock. `undefined`: nobody knows, and all VMs count as locked. */
  readonly locked: ReadonlySet<string> | undefined;
}

/** What to prune. */
export interface PruneRequest {
  /** Days that a VM must be old, at least 1. Default 1. */
  readonly ageDays?: number;
  /** Days without a connection, at least 1. Default 1. */
  readonly idleDays?: number;
  /** Default false. */
  readonly includeRunning?: boolean;
  /** Also VMs with a session name. Default false. */
  readonly includeNamed?: boolean;
  readonly now: Date;
}

/** A VM that goes. */
export interface PruneCandidate {
  readonly vm: FleetVm;
  /** Whole days. */
  readonly ageDays: number;
  /** Whole days; null for a VM that nobody ever connected to. */
  readonly idleDays: number | null;
  readonly reason: string;
}

/** Which VMs go, and for each that stays, why. */
export interface PrunePlan {
  readonly candidates: readonly PruneCandidate[];
  readonly kept: readonly { readonly vm: FleetVm; readonly reason: string }[];
}

type Rule = (vm: FleetVm, facts: PruneFacts, request: PruneRequest) => string | undefined;

const DAY_MS = 86_400_000;

/** Each answers why a VM stays. What is missing keeps it, too: a VM only goes on proof. */
const RULES: readonly Rule[] = [
  ({ tags }) => (isProtected(tags) ? "It is protected." : undefined),
  ({ id }, { locked }) => {
    if (locked === undefined) return "Nobody knows whether a lock protects it.";
    return hasKey(locked, id) ? "A lock protects it." : undefined;
  },
  ({ powerState }, _facts, { includeRunning = false }) => {
    if (powerState === "unknown") return "Nobody knows whether it runs.";
    if (includeRunning) return undefined;
    return powerState === "stopped" || powerState === "deallocated" ? undefined : `It is ${powerState}.`;
  },
  ({ id, name, session }, { configuredSessions }, { includeNamed = false }) => {
    if (includeNamed) return undefined;
    if (session !== null) return `It has the session name '${session}'.`;
    if (configuredSessions === undefined) return "Nobody knows whether it has a session name.";
    return hasKey(configuredSessions, id) || configuredSessions.has(name) ? "It has a session name." : undefined;
  },
  ({ created }, _facts, { now, ageDays = 1 }) => {
    const at = dateOf(created);
    if (at === undefined) return "Nobody knows how old it is.";
    return daysBetween(at, now) < ageDays ? `It is less than ${days(ageDays)} old.` : undefined;
  },
  (vm, facts, { now, idleDays = 1 }) => {
    const tag = readTag(vm.tags, TAG_KEYS.lastConnect);
    if (tag !== undefined && dateOf(tag) === undefined) return "Nobody knows when it was last used.";
    if (facts.lastConnected === undefined && tag === undefined) return "Nobody knows when it was last used.";
    const last = lastUse(vm, facts);
    return last !== undefined && daysBetween(last, now) < idleDays
      ? `It was used in the last ${days(idleDays)}.`
      : undefined;
  },
];

/**
 * Decides which VMs are old and unused enough to go. Never one that is named, running or protected, unless that was
 * asked for; a VM about which something is not known stays. Pure.
 *
 * @throws ValidationError (`INVALID_PRUNE`) for days below 1.
 */
export function planPrune(facts: PruneFacts, request: PruneRequest): PrunePlan {
  checkRequest(request);
  const candidates: PruneCandidate[] = [];
  const kept: { vm: FleetVm; reason: string }[] = [];
  for (const vm of facts.vms) {
    const reason = firstReason(vm, facts, request);
    if (reason === undefined) candidates.push(candidate(vm, facts, request));
    else kept.push({ vm, reason });
  }
  return { candidates, kept };
}

function firstReason(vm: FleetVm, facts: PruneFacts, request: PruneRequest): string | undefined {
  for (const rule of RULES) {
    const reason = rule(vm, facts, request);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function candidate(vm: FleetVm, facts: PruneFacts, { now }: PruneRequest): PruneCandidate {
  const ageDays = Math.floor(daysBetween(dateOf(vm.created)!, now));
  const last = lastUse(vm, facts);
  const idleDays = last === undefined ? null : Math.floor(daysBetween(last, now));
  const use = idleDays === null ? "was never used" : `was last used ${days(idleDays)} ago`;
  return { vm, ageDays, idleDays, reason: `It is ${days(ageDays)} old and ${use}.` };
}

/** The later of what the VM and this machine say: others may have used it. */
function lastUse({ id, tags }: FleetVm, { lastConnected = new Map() }: PruneFacts): Date | undefined {
  const times = [dateOf(readTag(tags, TAG_KEYS.lastConnect) ?? null)];
  for (const [vmId, at] of lastConnected) if (resourceKey(vmId) === resourceKey(id)) times.push(at);
  return times.filter((at) => at !== undefined).sort((left, right) => right.getTime() - left.getTime())[0];
}

function isProtected(tags: FleetVm["tags"]): boolean {
  const value = readTag(tags, PROTECTED_TAG);
  return value !== undefined && value.toLowerCase() !== "false";
}

function hasKey(ids: ReadonlySet<string>, id: string): boolean {
  return ids.has(id) || [...ids].some((other) => resourceKey(other) === resourceKey(id));
}

function dateOf(text: string | null): Date | undefined {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at);
}

function daysBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / DAY_MS;
}

function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}

function checkRequest({ ageDays = 1, idleDays = 1 }: PruneRequest): void {
  if (ageDays >= 1 && idleDays >= 1) return;
  throw new ValidationError("INVALID_PRUNE", "Age and idle time are at least 1 day.", {
    hint: "Give --age-days and --idle-days 1 or more.",
  });
}
