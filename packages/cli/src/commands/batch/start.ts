import { batchPower } from "../../batch/batch-power.ts";
import { defineCommand } from "../../define-command.ts";
import { ONE_SELECTION, SELECTION_OPTIONS, selectionFilter } from "../../selection/selection.ts";

/** `azlin batch start` */
export const batchStart = defineCommand({
  path: "batch start",
  summary: "Start several VMs",
  description: "Those that run already stay as they are. One that fails does not stop the others; exit code 1 then.",
  examples: [
    ["azlin batch start --tag env=dev", "the VMs with this tag, after a question"],
    ["azlin batch start --vm-pattern 'ci-*' --max-workers 20 -y", "by name, 20 at once, without a question"],
    ["azlin batch start --all --dry-run", "see which would be started"],
  ],
  options: {
    ...SELECTION_OPTIONS,
    maxWorkers: { kind: "number", value: "N", minimum: 1, maximum: 256, description: "VMs at once (default: 10)" },
  },
  exclusive: [ONE_SELECTION],
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: (args, context) => {
    const selection = { tag: args.tag, vmPattern: args.vmPattern, all: args.all };
    const isMatch = selectionFilter(selection, batchStart);
    const how = { wanted: "start", title: "Start", doing: "starting" } as const;
    return batchPower({ ...how, isMatch, concurrency: args.maxWorkers ?? 10 }, context);
  },
});
