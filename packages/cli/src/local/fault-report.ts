import type { FaultStatus } from "@azlin/emulator";
import type { Report } from "../render/report.ts";

/** Faults in force, as the control API tells them. */
export function faultReport(faults: unknown): Report {
  const list = faults as readonly FaultStatus[];
  return {
    json: list,
    table: {
      columns: ["NAME", "MATCH", "EFFECT", "TIMES", "HITS"],
      rows: list.map(({ name, match, effect, times, hits }) => [
        name,
        JSON.stringify(match ?? {}),
        JSON.stringify(effect),
        times ?? null,
        hits,
      ]),
    },
    ...(list.length === 0 && { text: "No faults." }),
  };
}
