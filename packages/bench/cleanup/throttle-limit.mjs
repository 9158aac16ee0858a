/** Resource Manager's limit of deletions, and Network's of writes: so many at once, and so many a second after that. */
const DELETES = { atOnce: 200, perSecond: 10 };
const NETWORK_WRITES = { atOnce: 1_000, perSecond: 1_000 / 300 };

/** Milliseconds until Azure's limits have let the last of so many deletions through, each sent once. */
export function throttleLimitMs({ targets, networkTargets }) {
  return Math.max(msFor(targets, DELETES), msFor(networkTargets, NETWORK_WRITES));
}

function msFor(count, { atOnce, perSecond }) {
  return (Math.max(0, count - atOnce) / perSecond) * 1_000;
}
