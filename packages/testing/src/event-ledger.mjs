/** Every so many events one is poison: no handler can do it. */
export const POISON_EVERY = 50;
const POISON_AT = 7;

/** The n-th event of a soak, of one of so many runs. */
export function soakEvent(n, { runs, message = `step ${n}` }) {
  return {
    event_type: "operation",
    event_id: `soak-${n}`,
    scenario_name: "soak",
    run_id: `run-${n % runs}`,
    timestamp: "2026-11-14T12:00:00Z",
    message,
    details: { n, isPoison: isPoison(n) },
  };
}

/** Whether the n-th event of a soak is poison. */
export function isPoison(n) {
  return n % POISON_EVERY === POISON_AT;
}

/**
 * What went wrong in a soak of the first `published` events; all its lists are empty when nothing did.
 *
 * @param effects - what handlers have done, `{ n, run }`, in the order in which it happened.
 * @param deadLetters - `{ n, reason }` of each dead letter; one that was doubled on its way is there twice.
 */
export function judgeSoak({ published }, { effects, deadLetters }) {
  const seen = new Uint8Array(published);
  const last = new Map();
  const findings = {
    lost: [],
    doubled: [],
    disordered: [],
    poisonDone: [],
    poisonLost: [],
    unreasoned: [],
    wronged: [],
  };
  for (const { n, run } of effects) {
    if (seen[n] === 1) findings.doubled.push(n);
    seen[n] = 1;
    if (isPoison(n)) findings.poisonDone.push(n);
    if (n < (last.get(run) ?? -1)) findings.disordered.push(n);
    last.set(run, n);
  }
  const dead = new Set();
  for (const { n, reason } of deadLetters) {
    dead.add(n);
    if (!reason) findings.unreasoned.push(n);
    if (!isPoison(n)) findings.wronged.push(n);
  }
  for (let n = 0; n < published; n += 1) {
    if (!isPoison(n) && seen[n] === 0) findings.lost.push(n);
    if (isPoison(n) && !dead.has(n)) findings.poisonLost.push(n);
  }
  return findings;
}
