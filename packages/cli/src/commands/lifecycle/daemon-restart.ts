import { defineCommand } from "../../define-command.ts";
import { daemonReport } from "../../lifecycle/daemon-report.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin lifecycle daemon restart` */
export const daemonRestart = defineCommand({
  path: "lifecycle daemon restart",
  summary: "Stop the daemon if it runs, and start it",
  description: "What it remembers of VMs, and what it was about to do, it knows again.",
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (_args, context) => {
    const { controller, paths } = await openLifecycle(context);
    if (context.isDryRun) {
      const { running } = await controller.daemonStatus();
      const reason = running ? "It runs." : "It is not running.";
      return planReport([{ action: running ? "restart" : "start", target: paths.socket, reason }]);
    }
    const status = await context.progress("Starting the lifecycle daemon", () =>
      controller.restartDaemon({ signal: context.signal }),
    );
    return daemonReport(status, "✓ Restarted the lifecycle daemon");
  },
});
