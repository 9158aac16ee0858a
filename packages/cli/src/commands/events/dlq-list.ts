import { defineCommand } from "../../define-command.ts";
import { DEAD_LETTER_OPTIONS, subscriptionWishes } from "../../events/bus-options.ts";
import { collect } from "../../events/collect.ts";
import { DEAD_LETTER_COLUMNS, deadLetterRow, messageJson } from "../../events/event-line.ts";
import { withBus } from "../../events/with-bus.ts";

const DEFAULT_MAX = 1_000;
const NONE = "There are no dead letters.";
const NONE_SUCH = "There are no such dead letters.";

/** `azlin events dlq list` */
export const eventsDlqList = defineCommand({
  path: "events dlq list",
  summary: "List the events that could not be processed, with why",
  description: "It only looks: nothing is received, locked or counted as delivered.",
  examples: [
    ["azlin events dlq list --namespace haymaker", "of the orchestrator's subscription"],
    ["azlin events dlq list --namespace haymaker --reason HandlerFailed", "those whose handler failed"],
  ],
  options: DEAD_LETTER_OPTIONS,
  uses: ["azure"],
  run: async (args, context) => {
    const { items, isCut } = await withBus(subscriptionWishes(args), context, ({ client, subscription }) =>
      context.progress("Looking at the dead letters", () =>
        collect(
          client.listDeadLetters(subscription, { signal: context.signal }),
          args.max ?? DEFAULT_MAX,
          (letter) => args.reason === undefined || letter.reason === args.reason,
        ),
      ),
    );
    return {
      json: items.map((letter) => messageJson(letter)),
      table: { columns: DEAD_LETTER_COLUMNS, rows: items.map((letter) => deadLetterRow(letter)) },
      ...(items.length === 0 && { text: args.reason === undefined ? NONE : NONE_SUCH }),
      footer: isCut ? ["There are more: see them with --max, or count them with 'azlin events stats'."] : [],
    };
  },
});
