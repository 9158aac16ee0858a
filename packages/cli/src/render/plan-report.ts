import type { Report } from "./report.ts";

/** One thing that a command would do. */
export interface PlannedAction {
  /** A verb: `create`, `delete`, `merge tags`. */
  readonly action: string;
  /** What it is done to: a resource id, a path, a name. */
  readonly target: string;
  readonly reason: string;
}

/** What `--dry-run` prints. */
export function planReport(plan: readonly PlannedAction[], more: Readonly<Record<string, unknown>> = {}): Report {
  return {
    json: { plan, ...more },
    table: {
      columns: ["ACTION", "TARGET", "REASON"],
      rows: plan.map(({ action, target, reason }) => [action, target, reason]),
    },
    ...(plan.length === 0 && { text: "Nothing to do." }),
  };
}
