import { uptimePercent, type HealthSpan } from "@azlin/lifecycle";

const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
/** A stretch of which nothing is known. */
const NOTHING = "·";

/** A time to be shown. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** Characters to show it in. */
  readonly width: number;
}

/** How a VM was over a time, as a line of bars: the higher, the more of the time it could be used. Pure. */
export function sparkline(spans: readonly HealthSpan[], { fromMs, toMs, width }: Stretch): string {
  const stepMs = (toMs - fromMs) / width;
  return Array.from({ length: width }, (_, index) => barOf(spans, fromMs + index * stepMs, stepMs)).join("");
}

function barOf(spans: readonly HealthSpan[], startMs: number, stepMs: number): string {
  const endMs = startMs + stepMs;
  const inside = spans
    .filter(({ fromMs, toMs }) => toMs >= startMs && fromMs < endMs)
    .map((span) => ({ ...span, fromMs: Math.max(span.fromMs, startMs), toMs: Math.min(span.toMs, endMs) }));
  const percent = uptimePercent(inside);
  return percent === null ? NOTHING : BARS[Math.round((percent / 100) * (BARS.length - 1))]!;
}
