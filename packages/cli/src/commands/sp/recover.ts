import { openSagas, recoverIdentities } from "@azlin/sp-manager";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";
import { openIdentities } from "../../sp/open-identities.ts";
import { recoveryReport } from "../../sp/recovery-report.ts";
import { withIdentitiesJournal } from "../../sp/with-identities-journal.ts";

/** `azlin sp recover` */
export const spRecover = defineCommand({
  path: "sp recover",
  summary: "Take away what a killed azlin was making, or finish it",
  description:
    "By the journal in azlin's own directory, which knows every step before it is taken. Waits for an azlin that is still " +
    "making an identity. What fails stays in the journal for the next time.",
  examples: [
    ["azlin sp recover", "take it away"],
    ["azlin sp recover --finish", "finish it, when somebody still wants it"],
  ],
  options: { finish: { kind: "flag", description: "finish what was begun instead of taking it away" } },
  uses: ["azure", "dryRun"],
  graceMs: 60_000,
  run: async (args, context) => {
    const azure = await openIdentities(context);
    return withIdentitiesJournal(context, async (journal, signal) => {
      const unfinished = args.finish ? ("finish" as const) : ("undo" as const);
      if (context.isDryRun) {
        return planReport(
          openSagas(journal.entries).map(({ plan, begun }) => {
            const steps = begun.length === 1 ? "1 step was" : `${begun.length} steps were`;
            return { action: unfinished, target: plan.names.displayName, reason: `${steps} begun.` };
          }),
        );
      }
      const recovered = await context.progress("Looking at what was begun", () =>
        recoverIdentities(azure, { journal, unfinished, signal }),
      );
      return recoveryReport(recovered);
    });
  },
});
