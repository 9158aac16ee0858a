import { defineCommand } from "../../define-command.ts";
import { TOPIC_OPTIONS } from "../../events/bus-options.ts";
import { publishAll } from "../../events/publish-all.ts";
import { readEvents } from "../../events/read-events.ts";
import { withBus } from "../../events/with-bus.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin events publish` */
export const eventsPublish = defineCommand({
  path: "events publish",
  summary: "Publish events from a file of JSON lines",
  description:
    "Nothing is published when any line holds no event. Types that azlin does not know are published as they are. Equal " +
    "events have equal ids: a file that is published again adds nothing to a topic that finds duplicates.",
  examples: [
    ["azlin events publish events.jsonl --namespace haymaker", "from a file"],
    ["jq -c '.[]' events.json | azlin events publish - --namespace haymaker", "from another program"],
  ],
  arguments: { file: { description: "file with one JSON object on each line; '-' for standard input" } },
  options: TOPIC_OPTIONS,
  uses: ["azure", "dryRun"],
  run: async (args, context) => {
    const events = await readEvents(args.file, context);
    const wishes = { namespace: args.namespace, topic: args.topic };
    return withBus(wishes, context, async (bus) => {
      if (!context.isDryRun) return publishAll(bus, events, context);
      return planReport(
        events.map(({ line, event: { event_type: type, run_id: run } }) => ({
          action: "publish",
          target: type,
          reason: `Line ${line}${typeof run === "string" ? `, of the run ${run}` : ""}.`,
        })),
      );
    });
  },
});
