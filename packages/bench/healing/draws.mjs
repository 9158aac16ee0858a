import { seededRandom } from "@azlin/core";

/** Chance that repeats, with what worlds draw from it. */
export function draws(seed) {
  const random = seededRandom(seed);
  const next = () => random.next();
  const between = ([from, to]) => from + next() * (to - from);
  return {
    next,
    between,
    /** Between two numbers, every order of magnitude alike. */
    logarithmic: ([from, to]) => from * (to / from) ** next(),
    /** A whole number below a limit. */
    below: (limit) => Math.floor(next() * limit),
    /** A whole number in a range. */
    whole: (range) => Math.round(between(range)),
    /** A whole number that is this on average. */
    count: (mean) => Math.floor(mean) + (next() < mean % 1 ? 1 : 0),
    /** So many different numbers below a limit. */
    some: (count, limit) => {
      const all = Array.from({ length: limit }, (_, index) => index);
      for (let index = 0; index < count; index++) {
        const other = index + Math.floor(next() * (limit - index));
        [all[index], all[other]] = [all[other], all[index]];
      }
      return all.slice(0, count);
    },
  };
}
