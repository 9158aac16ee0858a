/** The middle of some numbers. */
export function median(numbers) {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Two of some numbers between which their median is with 95 % certainty, by their ranks. */
export function medianInterval(numbers) {
  const sorted = numbers.toSorted((left, right) => left - right);
  const rank = Math.max(0, Math.floor(sorted.length / 2 - 0.98 * Math.sqrt(sorted.length)));
  return [rounded(sorted[rank]), rounded(sorted[sorted.length - 1 - rank])];
}

/** A number with two decimals: more would be noise. */
export function rounded(number) {
  return Math.round(number * 100) / 100;
}

/** An object with each value changed; rounded, unless something else is said. */
export function mapValues(object, change = rounded) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}

/** A target: a figure that has to be `limit` at most. */
export function atMost(value, limit) {
  return { value: rounded(value), atMost: limit, met: value <= limit };
}

/** A target: a figure that has to be `limit` at least. */
export function atLeast(value, limit) {
  return { value: rounded(value), atLeast: limit, met: value >= limit };
}

/** A target: a figure that has to be exactly this. */
export function exactly(value, wanted) {
  return { value, exactly: wanted, met: value === wanted };
}
