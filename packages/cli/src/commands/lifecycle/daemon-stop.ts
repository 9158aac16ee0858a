import { defineCommand } from "../../define-command.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin lifecycle daemon stop` */
export const daemonStop = defineCommand({
  path: "lifecycle daemon stop",
  summary: "Stop the daemon",
  description: "What is under way has a second to end. A restart that Azure has accepted goes on without it.",
  uses: ["dryRun"],
  run: async (_args, context) => {
    const { controller } = await openLifecycle(context);
    if (context.isDryRun) {
      const { running, pid } = await controller.daemonStatus();
      return planReport(running ? [{ action: "stop", target: `process ${pid ?? "?"}`, reason: "It runs." }] : []);
    }
    const { running, pid } = await context.progress("Stopping the lifecycle daemon", () =>
      controller.stopDaemon({ signal: context.signal }),
    );
    const text = running ? "✓ Stopped the lifecycle daemon" : "The lifecycle daemon is not running.";
    return { json: { stopped: running, pid }, text };
  },
});
