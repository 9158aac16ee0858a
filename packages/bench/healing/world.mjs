import { draws } from "./draws.mjs";
import { RATES, WORLD } from "./rates.mjs";

/** Draws that are kept of each VM; later ones begin anew. */
const KEPT = 64;

/**
 * What happens in a world, whatever is healed in it: events in the order of their times. The same seed makes the same
 * world.
 */
export function makeWorld(seed) {
  const chance = draws(seed);
  const events = [];
  const add = (atMs, kind, details) => {
    if (atMs < WORLD.lengthMs) events.push({ atMs: Math.round(atMs), kind, ...details });
  };
  for (const addSome of [addTroubles, addUsers, addUnreachable]) addSome(chance, add);
  events.sort((left, right) => left.atMs - right.atMs);
  return { seed, events, ...durations(chance) };
}

/** How long things of a VM take, the first time, the second, and so on, whoever began them. */
function durations(chance) {
  const { boot, crashLoop, takeOver } = RATES;
  const slow = new Set(chance.some(WORLD.vms * boot.slowVmShare, WORLD.vms));
  const draw = (range) => Float64Array.from({ length: WORLD.vms * KEPT }, (_, index) => chance.between(range(index)));
  const boots = draw((index) => (slow.has(Math.floor(index / KEPT)) ? boot.slowMs : boot.ms));
  const ups = draw(() => crashLoop.upMs);
  const patience = Float64Array.from({ length: WORLD.vms }, () => chance.between(takeOver.afterMs));
  const of = (kept) => (vm, time) => kept[vm * KEPT + (time % KEPT)];
  return { bootMs: of(boots), upMs: of(ups), patienceMs: (vm) => patience[vm] };
}

/** Calls something for so many times as a rate says, each with a time of its own. */
function happens(chance, times, begin) {
  for (let left = chance.count(times); left > 0; left--) begin(chance.next() * WORLD.lengthMs);
}

function addTroubles(chance, add) {
  happens(chance, RATES.crash.perVmWeek * WORLD.vms, (atMs) => {
    const vm = chance.below(WORLD.vms);
    const crashedAtMs = Math.round(atMs);
    add(atMs, "crash", { vm, isPowerOff: chance.next() < RATES.crash.powerOffShare });
    add(atMs + chance.between(RATES.crash.personMs), "person", { vm, crashedAtMs });
  });
  for (const kind of ["crashLoop", "broken"]) {
    happens(chance, RATES[kind].perVmWeek * WORLD.vms, (atMs) => {
      const vm = chance.below(WORLD.vms);
      const untilMs = Math.round(atMs + chance.between(RATES[kind].personMs));
      add(atMs, kind, { vm, untilMs });
      add(untilMs, "mended", { vm });
    });
  }
}

function addUsers(chance, add) {
  const { userRestart, userStop, eviction } = RATES;
  happens(chance, userRestart.perVmWeek * WORLD.vms, (atMs) =>
    add(atMs, "userRestart", { vm: chance.below(WORLD.vms) }),
  );
  const stopped = chance.some(WORLD.vms * userStop.vmShare, WORLD.vms);
  happens(chance, userStop.perVmWeek * stopped.length, (atMs) => {
    const vm = stopped[chance.below(stopped.length)];
    add(atMs, "userStop", { vm, isTagged: chance.next() < userStop.taggedShare });
    add(atMs + chance.between(userStop.ms), "userStart", { vm });
  });
  const spots = chance.some(WORLD.vms * eviction.spotShare, WORLD.vms);
  happens(chance, eviction.perVmWeek * spots.length, (atMs) => {
    const vm = spots[chance.below(spots.length)];
    add(atMs, "eviction", { vm });
    add(atMs + chance.between(eviction.ms), "userStart", { vm });
  });
}

function addUnreachable(chance, add) {
  const { glitch, partition, probeOutage, outage, readErrors } = RATES;
  const cutOff = (atMs, ms, { vms, isOutage }) => {
    add(atMs, "cutOff", { vms, isOutage });
    add(atMs + ms, "reachable", { vms, isOutage });
  };
  happens(chance, glitch.perVmWeek * WORLD.vms, (atMs) => {
    cutOff(atMs, chance.logarithmic(glitch.ms), { vms: [chance.below(WORLD.vms)], isOutage: false });
  });
  happens(chance, partition.perWeek, (atMs) => {
    const vms = chance.some(chance.whole(partition.vms), WORLD.vms);
    cutOff(atMs, chance.logarithmic(partition.ms), { vms, isOutage: false });
  });
  happens(chance, probeOutage.perWeek, (atMs) => {
    cutOff(atMs, chance.between(probeOutage.ms), { vms: chance.some(WORLD.vms, WORLD.vms), isOutage: true });
  });
  happens(chance, outage.perWeek, (atMs) => {
    const vms = chance.some(chance.whole(outage.share.map((share) => share * WORLD.vms)), WORLD.vms);
    cutOff(atMs, chance.between(outage.ms), { vms, isOutage: true });
  });
  happens(chance, readErrors.perWeek, (atMs) => {
    add(atMs, "unread", {});
    add(atMs + chance.between(readErrors.ms), "readable", {});
  });
}
