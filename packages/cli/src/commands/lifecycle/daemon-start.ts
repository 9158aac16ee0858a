import { defineCommand } from "../../define-command.ts";
import { daemonReport } from "../../lifecycle/daemon-report.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin lifecycle daemon start` */
export const daemonStart = defineCommand({
  path: "lifecycle daemon start",
  summary: "Start the daemon that checks and heals VMs",
  description:
    "One daemon runs for each azlin home, as you. It talks to the Azure that this command would talk to, " +
    "writes to lifecycle-daemon.log, and notices changes of lifecycle-config.toml by itself.",
  examples: [
    ["azlin lifecycle daemon start", "in the background"],
    ["azlin lifecycle daemon start --foreground", "from this process, until Ctrl-C: for systemd and containers"],
  ],
  options: { foreground: { kind: "flag", description: "run from this process until Ctrl-C" } },
  uses: ["azure", "resourceGroup", "dryRun"],
  graceMs: 5_000,
  run: async (args, context) => {
    const { controller, paths } = await openLifecycle(context);
    if (context.isDryRun) {
      const { running } = await controller.daemonStatus();
      return planReport(running ? [] : [{ action: "start", target: paths.socket, reason: "It is not running." }]);
    }
    if (args.foreground) {
      const { runDaemon } = await import("../../lifecycle/run-daemon.ts");
      const onReady = (): void => context.note("The lifecycle daemon runs. Press Ctrl-C to end it.");
      await runDaemon(context, { signal: context.signal, onReady });
      return { json: { stopped: true }, text: "The lifecycle daemon has ended." };
    }
    const status = await context.progress("Starting the lifecycle daemon", () => controller.startDaemon(context));
    return daemonReport(status, "✓ Started the lifecycle daemon");
  },
});
