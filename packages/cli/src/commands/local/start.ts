import { defineCommand } from "../../define-command.ts";
import { requireAsAsked } from "../../local/local-cloud.ts";
import { serverReport } from "../../local/server-report.ts";
import { serveInForeground } from "../../local/serve-in-foreground.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin local start` */
export const localStart = defineCommand({
  path: "local start",
  summary: "Start the local Azure in the background",
  description: "Its state is kept in azlin's home and is there again at the next start. One runs for each home.",
  examples: [
    ["azlin local start", "start it, unless it runs"],
    ["azlin local start --ephemeral --foreground", "begin empty, forget everything at Ctrl-C"],
  ],
  options: {
    port: {
      kind: "number",
      value: "N",
      minimum: 0,
      maximum: 65_535,
      description: "port to listen on (default: a free one)",
    },
    ephemeral: { kind: "flag", description: "neither read nor keep a state" },
    foreground: { kind: "flag", description: "serve from this process until Ctrl-C" },
  },
  uses: ["dryRun"],
  run: async (args, context) => {
    const options = { port: args.port, ephemeral: args.ephemeral };
    const running = await context.local.find();
    if (running !== undefined) requireAsAsked({ record: running, isNew: false }, options);
    if (context.isDryRun) {
      const reason = "It is not running.";
      return planReport(
        running === undefined ? [{ action: "start", target: context.local.paths.directory, reason }] : [],
      );
    }
    if (args.foreground && running === undefined) return serveInForeground(options, context);
    const started = await context.progress("Starting the local Azure", () => context.local.start(options));
    requireAsAsked(started, options);
    return serverReport(started.record, started.isNew ? "Started" : "Already running:");
  },
});
