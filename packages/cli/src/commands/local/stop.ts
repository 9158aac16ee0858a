import { defineCommand } from "../../define-command.ts";
import { serverReport } from "../../local/server-report.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin local stop` */
export const localStop = defineCommand({
  path: "local stop",
  summary: "Save the state of the local Azure and end it",
  uses: ["dryRun"],
  run: async (_args, context) => {
    if (context.isDryRun) {
      const record = await context.local.find();
      const steps = record === undefined ? [] : [{ action: "stop", target: record.url, reason: "It is running." }];
      return planReport(steps);
    }
    const record = await context.progress("Stopping the local Azure", () => context.local.stop());
    if (record === undefined) return { json: { running: false }, text: "The local Azure was not running." };
    return serverReport(record, "Stopped");
  },
});
