const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** A span of milliseconds as people say it, in its two largest units: `1 h 30 min`, `45 s`. */
export function durationInWords(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const index = UNITS.findIndex(([, size]) => seconds >= size);
  if (index === -1) return "0 s";
  const [unit, size] = UNITS[index]!;
  const most = `${Math.floor(seconds / size)} ${unit}`;
  const [smallerUnit, smallerSize] = UNITS[index + 1] ?? UNITS[index]!;
  const rest = Math.floor((seconds % size) / smallerSize);
  return rest === 0 ? most : `${most} ${rest} ${smallerUnit}`;
}
