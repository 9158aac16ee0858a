import { ValidationError } from "@azlin/core";
import { statusOf, type DaemonReport } from "@azlin/lifecycle";
import { defineCommand } from "../../define-command.ts";
import { daemonNotRunning } from "../../lifecycle/daemon-not-running.ts";
import { daemonReport } from "../../lifecycle/daemon-report.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin lifecycle daemon reload` */
export const daemonReload = defineCommand({
  path: "lifecycle daemon reload",
  summary: "Have the daemon read its configuration and list the VMs now",
  description: "It notices changes of the file by itself within a second or two; new VMs within five minutes.",
  uses: ["dryRun"],
  run: async (_args, context) => {
    const { client, paths } = await openLifecycle(context);
    if (context.isDryRun) {
      return planReport([{ action: "reload", target: paths.config, reason: "The daemon is told to read it." }]);
    }
    const report = await client.reload({ signal: context.signal });
    if (report === undefined) throw daemonNotRunning();
    requireInForce(report);
    return daemonReport(statusOf(report), "✓ Reloaded");
  },
});

function requireInForce({ configError }: DaemonReport): void {
  if (configError === null) return;
  throw new ValidationError(configError.code, configError.message, {
    hint: configError.hint ?? "The configuration before it stays in force.",
  });
}
