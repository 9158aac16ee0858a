import { batchCommandRun } from "../../batch/batch-command.ts";
import { defineCommand } from "../../define-command.ts";
import { usageError } from "../../parse-arguments.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";
import { ONE_SELECTION, SELECTION_OPTIONS, selectionFilter } from "../../selection/selection.ts";
import { DEFAULT_WORKERS } from "../../remote/run-on-vms.ts";

/** `azlin batch command` */
export const batchCommand = defineCommand({
  path: "batch command",
  summary: "Run a command on several running VMs",
  description:
    "One argument is a line for the VMs' shell; words after '--' are a program with its arguments, which reach the " +
    "VMs as they are. Exit code 0 only if it is that on every VM.",
  examples: [
    ["azlin batch command 'df -h / | tail -1' --tag env=dev --show-output", "a line for the shell"],
    ["azlin batch command --vm-pattern 'ci-*' -- git -C work pull", "a program with its arguments"],
    ["azlin batch command uptime --all --dry-run", "see where it would run"],
  ],
  arguments: { line: { description: "a line for the VMs' shell", optional: true } },
  options: {
    ...SELECTION_OPTIONS,
    showOutput: { kind: "flag", description: "show what the command printed, VM by VM" },
    ...SIGN_IN_OPTIONS,
    maxWorkers: {
      kind: "number",
      value: "N",
      minimum: 1,
      maximum: 256,
      description: `VMs at once (default: ${DEFAULT_WORKERS})`,
    },
    commandTimeout: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      description: "end the command on a VM after this time (default: 300)",
    },
  },
  rest: { value: "CMD", description: "a program and its arguments", optional: true },
  exclusive: [ONE_SELECTION],
  uses: ["azure", "resourceGroup", "dryRun"],
  run: (args, context) => {
    const isMatch = selectionFilter({ tag: args.tag, vmPattern: args.vmPattern, all: args.all }, batchCommand);
    const line = args.line;
    const { rest } = args;
    if ((line === undefined) === (rest.length === 0)) {
      throw usageError(batchCommand, "Give what to run, either as one line or after '--'.");
    }
    return batchCommandRun(
      {
        isMatch,
        command: line ?? rest,
        timeoutMs: (args.commandTimeout ?? 300) * 1_000,
        concurrency: args.maxWorkers ?? DEFAULT_WORKERS,
        wishes: { user: args.user, key: args.key, jump: args.jump },
        isOutputShown: args.showOutput,
      },
      context,
    );
  },
});
