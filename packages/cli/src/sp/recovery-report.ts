import type { Recovered } from "@azlin/sp-manager";
import type { Report } from "../render/report.ts";

/** What `sp recover` says. */
export function recoveryReport(results: readonly Recovered[]): Report {
  const failed = results.filter(({ outcome }) => outcome === "failed").length;
  const total = results.length;
  return {
    json: { results, summary: { total, succeeded: total - failed, failed } },
    table: {
      columns: ["NAME", "OUTCOME", "ERROR"],
      rows: results.map(({ spName, outcome, error }) => [spName, outcome, error?.message ?? null]),
    },
    ...(total === 0 && { text: "Nothing was left half made." }),
    footer: failed === 0 ? [] : ["Run it again when the cause is gone."],
    failed: failed > 0,
  };
}
