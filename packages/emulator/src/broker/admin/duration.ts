import { FOREVER_MS } from "../entities/entity-settings.ts";

/** How Azure writes "for ever". */
const FOREVER_TEXT = "P10675199DT2H48M5.4775807S";
const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
/** The older APIs' way: days, hours, minutes, seconds. */
const CLOCK = /^(?:(\d+)\.)?(\d+):(\d+):(\d+(?:\.\d+)?)$/;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** A duration as Azure reads it, `PT1M` or `00:01:00`; `undefined` for what is none. Milliseconds. */
export function parseDuration(text: string): number | undefined {
  const parts = ISO.exec(text) ?? CLOCK.exec(text);
  if (parts === null || text === "P") return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0));
  return Math.min(FOREVER_MS, Math.round(days * DAY_MS + hours * HOUR_MS + minutes * MINUTE_MS + seconds * 1000));
}

/** A duration as Azure writes it. */
export function formatDuration(ms: number): string {
  if (ms >= FOREVER_MS) return FOREVER_TEXT;
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((ms % HOUR_MS) / MINUTE_MS);
  const seconds = (ms % MINUTE_MS) / 1000;
  const time = [part(hours, "H"), part(minutes, "M"), part(seconds, "S")].join("");
  if (days === 0 && time === "") return "PT0S";
  return `P${part(days, "D")}${time === "" ? "" : `T${time}`}`;
}

function part(value: number, unit: string): string {
  return value === 0 ? "" : `${value}${unit}`;
}
