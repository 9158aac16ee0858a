/** The middle of some numbers. */
export function median(numbers) {
  const sorted = numbers.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** A number with two decimals: more would be noise. */
export function rounded(number) {
  return Math.round(number * 100) / 100;
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
