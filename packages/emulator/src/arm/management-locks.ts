import { resourceKey } from "@azlin/core";
import { textAt } from "../json/json.ts";
import type { World } from "../world/world.ts";
import { scopeLocked } from "./arm-errors.ts";
import type { ArmRequest } from "./arm-request.ts";

/** Type of management locks. */
export const LOCK_TYPE = "Microsoft.Authorization/locks";

/** What locks tell apart; actions count as writes. */
export type LockedVerb = "delete" | "write";

const LOCK_PATH = /^(.*)\/providers\/microsoft\.authorization\/locks(?:\/[^/]*)?$/i;
const SUBSCRIPTION = /^\/subscriptions\/[^/]+$/i;

const VERBS: Readonly<Record<string, LockedVerb>> = { DELETE: "delete", PUT: "write", PATCH: "write", POST: "write" };

/** Holds a request to the management locks, whoever sends it. @throws ArmError (`ScopeLocked`). */
export function checkLocks(world: World, request: ArmRequest): void {
  const verb = VERBS[request.method];
  if (verb !== undefined) requireUnlocked(world, targetOf(request), verb);
}

/** @throws ArmError (`ScopeLocked`) naming the scopes whose locks forbid this. Locks themselves are never held. */
export function requireUnlocked(world: World, id: string, verb: LockedVerb): void {
  if (LOCK_PATH.test(id)) return;
  const scopes = lockedScopes(world, id, verb);
  if (scopes.length > 0) throw scopeLocked(id, verb, scopes);
}

/** Whether a lock forbids this. */
export function isLocked(world: World, id: string, verb: LockedVerb): boolean {
  return lockedScopes(world, id, verb).length > 0;
}

/** The scope that the lock of this id, or the list of locks at this path, lies at. */
export function scopeOfLock(id: string): string {
  return LOCK_PATH.exec(id)?.[1] ?? id;
}

/** A lock that holds now. */
interface Lock {
  readonly scope: string;
  readonly level: string | undefined;
}

/** A lock holds for its scope and all below it; and nothing can be deleted that something locked lies in. */
function lockedScopes(world: World, id: string, verb: LockedVerb): string[] {
  const target = `${resourceKey(id)}/`;
  const scopes = new Set<string>();
  for (const { scope, level } of locksInForce(world)) {
    const locked = `${resourceKey(scope)}/`;
    const isForbidden = verb === "delete" || level === "ReadOnly";
    const isReached = target.startsWith(locked) || (verb === "delete" && locked.startsWith(target));
    if (isForbidden && isReached && isThere(world, scope)) scopes.add(scope);
  }
  return [...scopes];
}

/** The locks that are there, and those that were removed and still hold: see {@link letLapse}. */
function* locksInForce(world: World): Generator<Lock> {
  for (const { body } of world.store.ofType(LOCK_TYPE)) {
    yield { scope: scopeOfLock(body.id), level: textAt(body.properties, "level") };
  }
  for (const { resourceId, input } of world.operations.runningOnType(LOCK_TYPE)) {
    yield { scope: scopeOfLock(resourceId), level: textAt(input, "level") };
  }
}

/** What has gone against its lock, by an act of nature, takes nothing else into its lock. */
function isThere(world: World, scope: string): boolean {
  return SUBSCRIPTION.test(scope) || world.store.has(scope);
}

/** Has a lock that was just removed hold for as long as Azure takes to notice. */
export function letLapse(world: World, lockId: string, level: string): void {
  const durationMs = world.latency.durationOf("lapse", LOCK_TYPE);
  if (durationMs === 0) return;
  const place = { resourceId: lockId, resourceType: LOCK_TYPE };
  world.operations.start({ ...place, verb: "lapse", durationMs, input: { level }, internal: true });
}

/** Id of what a request is about: an action's name, or the type of a list, is no part of it. */
function targetOf({ segments }: ArmRequest): string {
  const at = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
  const count = at < 0 ? segments.length : segments.length - at - 2;
  return `/${(count % 2 === 0 ? segments : segments.slice(0, -1)).join("/")}`;
}
