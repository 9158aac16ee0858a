import { defineCommand } from "../../define-command.ts";
import { SUBSCRIPTION_OPTIONS, subscriptionWishes } from "../../events/bus-options.ts";
import { collect } from "../../events/collect.ts";
import { messageJson, WAITING_COLUMNS, waitingRow } from "../../events/event-line.ts";
import { followEvents } from "../../events/follow-events.ts";
import { withBus } from "../../events/with-bus.ts";
import { refuseEndlessReport } from "../../logs/refuse-endless-report.ts";

const DEFAULT_MAX = 1_000;

/** `azlin events tail` */
export const eventsTail = defineCommand({
  path: "events tail",
  summary: "Show the events that wait in a subscription, without receiving them",
  description:
    "Oldest first. Whoever handles the events gets them all the same. What was received before it was looked at is not " +
    "shown: give the tail a subscription of its own to see everything.",
  examples: [
    ["azlin events tail --namespace haymaker", "what waits now"],
    ["azlin events tail --namespace haymaker --subscription-name audit --follow", "go on until Ctrl-C"],
  ],
  options: {
    ...SUBSCRIPTION_OPTIONS,
    max: { kind: "number", value: "N", minimum: 1, description: "at most so many (default: 1000)" },
    follow: { kind: "flag", alias: "-f", description: "go on until Ctrl-C" },
  },
  exclusive: [["max", "follow"]],
  uses: ["azure"],
  // Ctrl-C is how --follow ends.
  graceMs: 5_000,
  run: async (args, context) => {
    if (args.follow) refuseEndlessReport(context);
    return withBus(subscriptionWishes(args), context, async (bus) => {
      if (args.follow) return followEvents(bus, context);
      const { items, isCut } = await context.progress("Looking at what waits", () =>
        collect(bus.client.peekEvents(bus.subscription, { signal: context.signal }), args.max ?? DEFAULT_MAX),
      );
      return {
        json: items.map((waiting) => messageJson(waiting)),
        table: { columns: WAITING_COLUMNS, rows: items.map((waiting) => waitingRow(waiting)) },
        ...(items.length === 0 && { text: "No event waits." }),
        footer: isCut ? ["There are more: see them with --max, or count them with 'azlin events stats'."] : [],
      };
    });
  },
});
