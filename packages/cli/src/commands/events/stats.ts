import type { DeadLetter, WaitingEvent } from "@azlin/event-bus";
import { defineCommand } from "../../define-command.ts";
import { SUBSCRIPTION_OPTIONS, subscriptionWishes } from "../../events/bus-options.ts";
import { countMessages, countRows } from "../../events/count-messages.ts";
import { typeOf } from "../../events/event-line.ts";
import { withBus } from "../../events/with-bus.ts";

const DEFAULT_MAX = 10_000;

/** `azlin events stats` */
export const eventsStats = defineCommand({
  path: "events stats",
  summary: "Count the events that wait in a subscription, and those that could not be processed",
  description: "It only looks: nothing is received, locked or counted as delivered.",
  examples: [["azlin events stats --namespace haymaker", "of the orchestrator's subscription"]],
  options: {
    ...SUBSCRIPTION_OPTIONS,
    max: { kind: "number", value: "N", minimum: 1, description: "count so many of each at most (default: 10000)" },
  },
  uses: ["azure"],
  run: async (args, context) => {
    const { signal } = context;
    const max = args.max ?? DEFAULT_MAX;
    return withBus(subscriptionWishes(args), context, async ({ client, topic: name, subscription }) => {
      const [waiting, deadLetters] = await context.progress("Looking at what waits", () =>
        Promise.all([
          countMessages(client.peekEvents(subscription, { signal }), max, ({ event }: WaitingEvent) => typeOf(event)),
          countMessages(client.listDeadLetters(subscription, { signal }), max, ({ reason }: DeadLetter) => reason),
        ]),
      );
      const { by: byEventType, ...ofWaiting } = waiting;
      const { by: byReason, ...ofDead } = deadLetters;
      return {
        json: {
          topic: name,
          subscription,
          waiting: { ...ofWaiting, byEventType },
          deadLetters: { ...ofDead, byReason },
        },
        table: {
          columns: ["WHAT", "KIND", "COUNT", "OLDEST"],
          rows: [...countRows("waiting", waiting), ...countRows("dead letters", deadLetters)],
        },
        footer: waiting.isComplete && deadLetters.isComplete ? [] : ["There are more: count them with --max."],
      };
    });
  },
});
