import { median } from "./statistics.mjs";

/**
 * Runs each of some measurements `rounds` times, in turn, after `warmups` rounds that do not count: what else the
 * machine does then slows all of them alike. Every second round goes backwards, as a place may matter, too.
 *
 * @returns the results of each, by name
 */
export async function inTurn(measurements, { rounds, warmups = 1 }) {
  const entries = Object.entries(measurements);
  const results = Object.fromEntries(entries.map(([name]) => [name, []]));
  for (let round = -warmups; round < rounds; round++) {
    for (const [name, measure] of round % 2 === 0 ? entries : entries.toReversed()) {
      const result = await measure();
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

/** Medians of what {@link inTurn} measured; `of` takes the number out of a result. */
export function medians(results, of = (result) => result) {
  return Object.fromEntries(Object.entries(results).map(([name, all]) => [name, median(all.map(of))]));
}

/** Milliseconds that some work takes. */
export async function timed(work) {
  const since = performance.now();
  await work();
  return performance.now() - since;
}
