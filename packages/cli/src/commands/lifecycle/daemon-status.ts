import { defineCommand } from "../../define-command.ts";
import { daemonReport } from "../../lifecycle/daemon-report.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";

/** `azlin lifecycle daemon status` */
export const daemonStatus = defineCommand({
  path: "lifecycle daemon status",
  summary: "Say whether the daemon runs, and how the VMs are that it checks",
  run: async (_args, context) => {
    const { controller } = await openLifecycle(context);
    return daemonReport(await controller.daemonStatus({ signal: context.signal }));
  },
});
