import { logsCommand } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { refuseEndlessReport } from "../../logs/refuse-endless-report.ts";
import { followLogs, showLogs } from "../../logs/show-logs.ts";
import { onVm } from "../../remote/on-vm.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";

/** `azlin logs` */
export const logs = defineCommand({
  path: "logs",
  summary: "Show the journal of a VM",
  description: "The end of systemd's journal: what the system and its services say. Ctrl-C ends --follow.",
  examples: [
    ["azlin logs dev", "the last 100 lines"],
    ["azlin logs dev --service docker --since '1 hour ago'", "one service"],
    ["azlin logs dev --kernel --boot --lines 1000", "the kernel's, since the VM was started"],
    ["azlin logs dev -f", "go on as it grows"],
  ],
  arguments: { vm: { description: "name, session, address or resource id of the VM" } },
  options: {
    boot: { kind: "flag", description: "only since the VM was started" },
    kernel: { kind: "flag", description: "only the kernel's" },
    service: { kind: "text", value: "NAME", description: "only this systemd unit's" },
    lines: {
      kind: "number",
      value: "N",
      alias: "-n",
      minimum: 1,
      maximum: 100_000,
      description: "the last so many (default: 100)",
    },
    since: { kind: "text", value: "TIME", description: "only since then: '1 hour ago', 'today', '2026-01-02 03:04'" },
    follow: { kind: "flag", alias: "-f", description: "go on until Ctrl-C" },
    ...SIGN_IN_OPTIONS,
  },
  exclusive: [["kernel", "service"]],
  uses: ["azure", "resourceGroup"],
  // Ctrl-C is how --follow ends: it closes the connection and reports.
  graceMs: 5_000,
  run: async (args, context) => {
    const command = logsCommand({
      boot: args.boot,
      kernel: args.kernel,
      follow: args.follow,
      ...(args.service !== undefined && { service: args.service }),
      ...(args.lines !== undefined && { lines: args.lines }),
      ...(args.since !== undefined && { since: args.since }),
    });
    if (args.follow) refuseEndlessReport(context);
    const wishes = { user: args.user, key: args.key, jump: args.jump };
    return onVm({ name: args.vm, wishes }, context, (reached) =>
      (args.follow ? followLogs : showLogs)(reached, command, context),
    );
  },
});
