import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { soak } from "../bus/soak.mjs";
import { exactly, rounded } from "../measure/statistics.mjs";

const EVENTS = Number(process.env.AZLIN_BENCH_EVENTS ?? 1_000_000);

/**
 * Whether events are lost, doubled or disordered while links end, messages come twice, acknowledgements are lost or untrue,
 * and the broker, the publisher and the consumers are killed.
 */
export async function run() {
  const directory = await mkdtemp(path.join(process.env.AZLIN_BENCH_DIRECTORY ?? tmpdir(), "azlin-bench-soak-"));
  try {
    const { findings, crashes, seconds, ...figures } = await soak({ events: EVENTS, directory });
    const targets = Object.entries(findings).map(([name, numbers]) => [name, exactly(numbers.length, 0)]);
    return {
      targets: { ...Object.fromEntries(targets), crashes: exactly(crashes, 0) },
      figures: { events: EVENTS, seconds: rounded(seconds), perSecond: Math.round(EVENTS / seconds), ...figures },
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
