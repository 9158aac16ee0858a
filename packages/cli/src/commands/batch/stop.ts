import { batchPower } from "../../batch/batch-power.ts";
import { defineCommand } from "../../define-command.ts";
import { ONE_SELECTION, SELECTION_OPTIONS, selectionFilter } from "../../selection/selection.ts";

/** `azlin batch stop` */
export const batchStop = defineCommand({
  path: "batch stop",
  summary: "Stop several VMs and stop paying for their compute",
  description:
    "The VMs are deallocated; with --no-deallocate they only stop, and are billed like running ones. One that fails " +
    "does not stop the others; exit code 1 then.",
  examples: [
    ["azlin batch stop --tag env=dev", "the VMs with this tag, after a question"],
    ["azlin batch stop --vm-pattern 'ci-*' -y", "by name, without a question"],
    ["azlin batch stop --all --dry-run", "see which would be stopped"],
  ],
  options: {
    ...SELECTION_OPTIONS,
    deallocate: {
      kind: "flag",
      negatable: true,
      description: "give the compute back (default), or keep paying for it",
    },
    maxWorkers: { kind: "number", value: "N", minimum: 1, maximum: 256, description: "VMs at once (default: 10)" },
  },
  exclusive: [ONE_SELECTION],
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: (args, context) => {
    const selection = { tag: args.tag, vmPattern: args.vmPattern, all: args.all };
    const isMatch = selectionFilter(selection, batchStop);
    const how =
      args.deallocate === false
        ? ({ wanted: "stop", title: "Stop", doing: "stopping" } as const)
        : ({ wanted: "deallocate", title: "Stop", doing: "deallocating" } as const);
    return batchPower({ ...how, isMatch, concurrency: args.maxWorkers ?? 10 }, context);
  },
});
