import { WORLD } from "./rates.mjs";
import { GONE, OPEN } from "./sights.mjs";
import { Truth } from "./truth.mjs";

const { vms: VMS, checkIntervalMs: INTERVAL_MS, lengthMs: LENGTH_MS } = WORLD;

/** When each VM is checked within its interval: evenly spread, for every rule alike. */
const PHASE_MS = INTERVAL_MS / VMS;

/**
 * Lets a rule heal a world from its beginning to its end. A VM that works and has nothing to get over is not checked until
 * something happens to it: these checks would all be alike.
 */
export function simulate(world, makeRule, measures) {
  measures.beginWorld();
  const truth = new Truth(world, measures);
  const rule = makeRule(world, truth);
  const run = { world, truth, rule, measures, next: 0, watched: 0, isWatched: new Uint8Array(VMS) };
  run.lastCheckMs = new Float64Array(VMS).fill(-1);
  run.lastSight = Array.from({ length: VMS }, () => OPEN);
  for (let minuteMs = 0; minuteMs < LENGTH_MS; minuteMs += INTERVAL_MS) {
    if (run.watched > 0 || nextEventMs(run) < minuteMs + INTERVAL_MS) round(run, minuteMs);
  }
  truth.finish(LENGTH_MS);
}

function nextEventMs({ world, next }) {
  return world.events[next]?.atMs ?? Infinity;
}

/** One interval: every VM that is watched is checked once, and events happen between the checks. */
function round(run, minuteMs) {
  const { isWatched } = run;
  let eventMs = nextEventMs(run);
  for (let vm = 0; vm < VMS; vm++) {
    const atMs = minuteMs + vm * PHASE_MS;
    while (eventMs <= atMs) {
      happen(run, run.world.events[run.next++]);
      eventMs = nextEventMs(run);
    }
    if (isWatched[vm] === 1) check(run, vm, atMs);
  }
}

function happen(run, event) {
  for (const vm of run.truth.apply(event)) if (run.isWatched[vm] === 0) watch(run, vm, event.atMs);
}

/** Watches a VM from now on, after the last check that was left out, or all of those that no rule learns from. */
function watch(run, vm, atMs) {
  const { rule, measures, lastCheckMs, lastSight } = run;
  run.isWatched[vm] = 1;
  run.watched += 1;
  const lastMs = Math.floor((atMs - vm * PHASE_MS) / INTERVAL_MS) * INTERVAL_MS + vm * PHASE_MS;
  if (lastMs <= lastCheckMs[vm]) return;
  const leftOut = (lastMs - Math.max(lastCheckMs[vm], 0)) / INTERVAL_MS;
  if (lastSight[vm] === OPEN) rule.check(vm, lastMs, OPEN);
  else measures.stopped += rule.heedlessly?.(vm, Math.floor(leftOut)) ?? 0;
}

function check(run, vm, atMs) {
  const { truth, rule, lastSight } = run;
  const sight = truth.sight(vm, atMs, rule);
  if (sight === OPEN || sight === GONE) truth.giveUpHeal(vm);
  const delayMs = rule.check(vm, atMs, sight);
  if (delayMs !== undefined) truth.heal(vm, atMs, { delayMs, starts: rule.starts });
  const isSettled = sight === OPEN || (sight === GONE && lastSight[vm] === GONE);
  lastSight[vm] = sight;
  run.lastCheckMs[vm] = atMs;
  if (isSettled && truth.isSteady(vm) && rule.isAtRest(vm)) leave(run, vm);
}

/** Leaves a VM alone until something happens to it. */
function leave(run, vm) {
  run.rule.rest?.(vm);
  run.isWatched[vm] = 0;
  run.watched -= 1;
}
