const UNITS = ["B", "KB", "MB", "GB", "TB"] as const;
const STEP = 1_000;

/** An amount of data for people: `999 B`, `1.5 MB`; in thousands, as drives and networks are measured. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (unit < UNITS.length - 1 && value >= STEP) {
    value /= STEP;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit]!}`;
}
