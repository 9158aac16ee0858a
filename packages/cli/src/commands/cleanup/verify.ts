import { verifyCleanupComplete } from "@azlin/cleanup";
import { proofReport } from "../../cleanup/apply-report.ts";
import { openCleanup } from "../../cleanup/open-cleanup.ts";
import { defineCommand } from "../../define-command.ts";

/** `azlin cleanup verify` */
export const cleanupVerify = defineCommand({
  path: "cleanup verify",
  summary: "Prove that nothing of a run is left in Azure",
  description:
    "Verified takes two readings, some time apart, in which nothing with the tags of the run exists and each known id answers 404. " +
    "What could not be read is never taken for clean. Exit code 1 when it is not verified.",
  examples: [["azlin cleanup verify run-42 --id /subscriptions/…/disks/d", "by tags, and by an id that you know"]],
  arguments: { run: { description: "id of the run, as in the tag RunId" } },
  options: {
    id: { kind: "list", value: "ID", description: "a resource that has to be gone; may be repeated" },
    spacing: {
      kind: "number",
      value: "SECONDS",
      minimum: 0,
      description: "time between the two readings (default: 30)",
    },
  },
  uses: ["azure"],
  run: async (args, context) => {
    const azure = await openCleanup(context);
    const proof = await context.progress("Checking that nothing is left", () =>
      verifyCleanupComplete(azure, args.run, {
        knownIds: args.id,
        signal: context.signal,
        ...(args.spacing !== undefined && { spacingMs: args.spacing * 1_000 }),
      }),
    );
    return proofReport(proof);
  },
});
