import type { DeadLetter } from "@azlin/event-bus";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { DEAD_LETTER_OPTIONS, subscriptionWishes } from "../../events/bus-options.ts";
import { replayPlanned, replayStep } from "../../events/replay-planned.ts";
import { withBus } from "../../events/with-bus.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin events dlq replay` */
export const eventsDlqReplay = defineCommand({
  path: "events dlq replay",
  summary: "Bring events that could not be processed back to their subscription",
  description:
    "Mend first what they failed at. Only that subscription gets them again. A dead letter goes when its replay is in " +
    "Service Bus.",
  examples: [
    ["azlin events dlq replay --namespace haymaker --reason HandlerFailed", "after a question"],
    ["azlin events dlq replay --namespace haymaker --max 10 --dry-run", "what it would do"],
  ],
  options: DEAD_LETTER_OPTIONS,
  uses: ["azure", "yes", "dryRun"],
  run: async (args, context) => {
    return withBus(subscriptionWishes(args), context, async (bus) => {
      const filter = (letter: DeadLetter): boolean => args.reason === undefined || letter.reason === args.reason;
      const limit = args.max === undefined ? {} : { maxCount: args.max };
      const planned = await context.progress("Looking at the dead letters", () =>
        bus.client.replayDeadLetters(bus.subscription, { filter, ...limit, signal: context.signal, dryRun: true }),
      );
      const letters = planned.replayed;
      if (context.isDryRun) return planReport(letters.map((letter) => replayStep(letter)));
      if (letters.length === 0) return { json: { replayed: [] }, text: "There is nothing to replay." };
      const facts = `Dead letters of '${bus.subscription}' that will be delivered again: ${letters.length}.`;
      if (!(await context.confirm({ facts, question: "Replay them?" }))) return CANCELLED;
      return replayPlanned(bus, letters, context);
    });
  },
});
