import { RATES, WORLD } from "./rates.mjs";
import { Reach } from "./reach.mjs";
import { CLOSED, GONE, OFF, OPEN, UNREAD } from "./sights.mjs";

/** What a VM really is. */
const [UP, CRASHED, BOOTING, SHUT_DOWN, TAKEN_OFF] = [0, 1, 2, 3, 4];

const times = () => new Float64Array(WORLD.vms);

/** The VMs of a world as they are, which no check sees whole. Its methods named like events are what these do. */
export class Truth {
  /** When Azure last ended an operation on each. */
  operationAtMs = times().fill(-WORLD.lengthMs);
  /** Whether its user has noted that it is to be stopped. */
  isTagged = new Uint8Array(WORLD.vms);
  reach = new Reach();
  #state = new Uint8Array(WORLD.vms);
  #boots = new Uint32Array(WORLD.vms);
  /** What comes next by itself, `Infinity` when nothing does. */
  #bootEndsMs = times().fill(Infinity);
  #nextCrashMs = times().fill(Infinity);
  #healAtMs = times().fill(Infinity);
  /** Until when it crashes again after each boot, or does not come up. */
  #loopsUntilMs = times();
  #brokenUntilMs = times();
  /** Since when it is down though it should be up, and since when so by what a restart mends; else `NaN`. */
  #downSinceMs = times().fill(Number.NaN);
  #mendableSinceMs = times().fill(Number.NaN);
  #failsSinceMs = times().fill(Infinity);
  #world;
  #measures;

  constructor(world, measures) {
    this.#world = world;
    this.#measures = measures;
  }

  /** What a check sees now; who does not read Azure's states is not kept from them either. */
  sight(vm, atMs, { readsAzure }) {
    this.#advance(vm, atMs);
    const sight = this.#sight(vm, readsAzure);
    this.#failsSinceMs[vm] = sight === OPEN ? Infinity : Math.min(this.#failsSinceMs[vm], atMs);
    return sight;
  }

  /** Whether nothing happens to it until its next event, and nothing is hidden from checks. */
  isSteady(vm) {
    const state = this.#state[vm];
    if (state === TAKEN_OFF) return true;
    return state === UP && !this.reach.isCutOff(vm) && Math.min(this.#nextCrashMs[vm], this.#healAtMs[vm]) === Infinity;
  }

  /** A heal that begins now or later. Azure refuses to restart what is stopped: `starts` says who knows to start it. */
  heal(vm, atMs, { delayMs, starts }) {
    if (this.#state[vm] === SHUT_DOWN && !starts) return;
    this.#healAtMs[vm] = atMs + delayMs;
    this.#advance(vm, atMs);
  }

  /** Gives up a heal that was to begin later: the VM works again, or somebody has taken it off. */
  giveUpHeal(vm) {
    this.#healAtMs[vm] = Infinity;
  }

  /** Lets an event of the world happen. Returns the VMs that it is about. */
  apply(event) {
    const { kind, vm, vms = [vm] } = event;
    if (vms[0] === undefined) return this.reach[kind]() ?? [];
    for (const each of vms) this.#advance(each, event.atMs);
    if (event.vms === undefined) this[kind](event);
    else this.reach[kind](event);
    return vms;
  }

  crash({ vm, atMs, isPowerOff }) {
    if (this.#crashes(vm, atMs, isPowerOff ? SHUT_DOWN : CRASHED)) this.#mendableSinceMs[vm] = atMs;
  }

  person({ vm, atMs, crashedAtMs }) {
    if (this.#mendableSinceMs[vm] === crashedAtMs) this.#boot(vm, atMs);
  }

  crashLoop({ vm, atMs, untilMs }) {
    if (this.#crashes(vm, atMs, CRASHED)) this.#loopsUntilMs[vm] = untilMs;
  }

  broken({ vm, atMs, untilMs }) {
    if (this.#crashes(vm, atMs, CRASHED)) this.#brokenUntilMs[vm] = untilMs;
  }

  mended({ vm, atMs }) {
    this.#nextCrashMs[vm] = Infinity;
    if (this.#state[vm] === CRASHED) this.#boot(vm, atMs);
  }

  userRestart({ vm, atMs }) {
    if (this.#state[vm] === UP) this.#boot(vm, atMs);
  }

  userStop({ vm, atMs, isTagged }) {
    if (this.#takenOff(vm, atMs) && isTagged) this.isTagged[vm] = 1;
  }

  eviction({ vm, atMs }) {
    this.#takenOff(vm, atMs);
  }

  userStart({ vm, atMs }) {
    if (this.#state[vm] !== TAKEN_OFF) return;
    this.isTagged[vm] = 0;
    this.#boot(vm, atMs);
  }

  /** The world's end: what is down has been so until now. */
  finish(atMs) {
    for (let vm = 0; vm < WORLD.vms; vm++) {
      this.#advance(vm, atMs);
      this.#settle(vm, atMs);
    }
  }

  #sight(vm, readsAzure) {
    const state = this.#state[vm];
    if (state === UP && !this.reach.isCutOff(vm)) return OPEN;
    if (readsAzure && this.reach.isUnread) return UNREAD;
    if (state === SHUT_DOWN) return OFF;
    return state === TAKEN_OFF ? GONE : CLOSED;
  }

  /** Lets what comes by itself happen up to now. */
  #advance(vm, atMs) {
    for (;;) {
      const [bootEndsMs, nextCrashMs, healAtMs] = [this.#bootEndsMs[vm], this.#nextCrashMs[vm], this.#healAtMs[vm]];
      const nextMs = Math.min(bootEndsMs, nextCrashMs, healAtMs);
      if (nextMs > atMs) return;
      if (nextMs === healAtMs) this.#beginHeal(vm, nextMs);
      else if (nextMs === bootEndsMs) this.#endBoot(vm, nextMs);
      else this.#crashes(vm, nextMs, CRASHED);
    }
  }

  #beginHeal(vm, atMs) {
    this.#healAtMs[vm] = Infinity;
    const state = this.#state[vm];
    if (atMs - this.#downSinceMs[vm] > this.#world.patienceMs(vm)) return;
    if (state === TAKEN_OFF) {
      this.#measures.stopped += 1;
      return;
    }
    const isUp = state === UP;
    const isForOutage = this.reach.isCutOff(vm) && this.reach.outageSinceMs(vm) <= this.#failsSinceMs[vm];
    this.#measures.heal(vm, atMs, {
      isUp,
      isBooting: state === BOOTING && atMs >= this.#brokenUntilMs[vm],
      isOutage: this.reach.isOutage,
      isForOutage: isUp && isForOutage,
    });
    if (Number.isNaN(this.#downSinceMs[vm])) this.#downSinceMs[vm] = atMs;
    this.#boot(vm, atMs);
  }

  #boot(vm, atMs) {
    this.#state[vm] = BOOTING;
    this.#nextCrashMs[vm] = Infinity;
    this.#bootEndsMs[vm] = atMs + this.#world.bootMs(vm, this.#boots[vm]++);
    this.operationAtMs[vm] = atMs + RATES.restartMs;
  }

  #endBoot(vm, atMs) {
    this.#bootEndsMs[vm] = Infinity;
    if (atMs < this.#brokenUntilMs[vm]) {
      this.#state[vm] = CRASHED;
      return;
    }
    this.#state[vm] = UP;
    this.#settle(vm, atMs);
    if (atMs < this.#loopsUntilMs[vm]) this.#nextCrashMs[vm] = atMs + this.#world.upMs(vm, this.#boots[vm]);
  }

  #crashes(vm, atMs, state) {
    if (this.#state[vm] !== UP) return false;
    this.#nextCrashMs[vm] = Infinity;
    this.#state[vm] = state;
    this.#downSinceMs[vm] = atMs;
    return true;
  }

  #takenOff(vm, atMs) {
    if (this.#state[vm] !== UP) return false;
    this.#nextCrashMs[vm] = Infinity;
    this.#state[vm] = TAKEN_OFF;
    this.operationAtMs[vm] = atMs;
    return true;
  }

  #settle(vm, atMs) {
    const [downSinceMs, mendableSinceMs] = [this.#downSinceMs[vm], this.#mendableSinceMs[vm]];
    if (!Number.isNaN(downSinceMs)) this.#measures.downMs += atMs - downSinceMs;
    if (!Number.isNaN(mendableSinceMs)) this.#measures.repaired(atMs - mendableSinceMs);
    this.#downSinceMs[vm] = Number.NaN;
    this.#mendableSinceMs[vm] = Number.NaN;
  }
}
