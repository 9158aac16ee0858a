import type { IdSource } from "./id-source.ts";
import type { WorldSettings } from "./settings.ts";
import { RECORDED_DURATIONS, type DurationQuantiles } from "./recorded-durations.ts";

/** How long operations take: nothing (`instant`), or drawn from what Azure was seen to take (`recorded`). */
export class Latency {
  readonly #settings: () => WorldSettings;
  readonly #ids: IdSource;

  constructor(settings: () => WorldSettings, ids: IdSource) {
    this.#settings = settings;
    this.#ids = ids;
  }

  /** Milliseconds that this operation is to take. `verb` is `PUT`, `PATCH`, `DELETE` or an action's name. */
  durationOf(verb: string, type: string): number {
    const { profile, scale } = this.#settings().latency;
    if (profile === "instant") return 0;
    const quantiles = RECORDED_DURATIONS[`${verb} ${type}`.toLowerCase()];
    return quantiles === undefined ? 0 : Math.round(draw(quantiles, this.#ids.random.next()) * 1000 * scale);
  }
}

/** The value at `share` of the distribution, linear between its known quantiles. */
function draw([p10, p50, p90, max]: DurationQuantiles, share: number): number {
  const points: [number, number][] = [
    [0, 0],
    [0.1, p10],
    [0.5, p50],
    [0.9, p90],
    [1, Math.min(max, p90 * 2)],
  ];
  const upper = points.findIndex(([at]) => at >= share);
  const [fromShare, from] = points[Math.max(0, upper - 1)]!;
  const [toShare, to] = points[upper]!;
  return toShare === fromShare ? to : from + ((to - from) * (share - fromShare)) / (toShare - fromShare);
}
