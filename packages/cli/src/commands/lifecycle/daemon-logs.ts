import { followLog, readLogTail } from "@azlin/lifecycle";
import { defineCommand } from "../../define-command.ts";
import { logLine } from "../../lifecycle/log-line.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";
import { refuseEndlessReport } from "../../logs/refuse-endless-report.ts";

const DEFAULT_LINES = 50;

/** `azlin lifecycle daemon logs` */
export const daemonLogs = defineCommand({
  path: "lifecycle daemon logs",
  summary: "Show what the daemon has written",
  examples: [
    ["azlin lifecycle daemon logs", `the last ${DEFAULT_LINES} lines`],
    ["azlin lifecycle daemon logs --tail 10 --follow", "go on as it grows, until Ctrl-C"],
  ],
  options: {
    tail: {
      kind: "number",
      value: "N",
      minimum: 0,
      maximum: 10_000,
      description: `the last so many (default: ${DEFAULT_LINES})`,
    },
    follow: { kind: "flag", alias: "-f", description: "go on until Ctrl-C" },
  },
  // Ctrl-C is how --follow ends.
  graceMs: 1_000,
  run: async (args, context) => {
    if (args.follow) refuseEndlessReport(context);
    const { paths } = await openLifecycle(context);
    const lines = await readLogTail(paths.logFile, args.tail ?? DEFAULT_LINES);
    const texts = lines.map(logLine);
    if (!args.follow) {
      const footer = lines.length === 0 ? [`${paths.logFile} is empty.`] : [];
      return { json: { path: paths.logFile, lines: lines.map(parsed) }, text: texts.join("\n"), footer };
    }
    for (const text of texts) context.print(`${text}\n`);
    for await (const line of followLog(paths.logFile, { signal: context.signal, clock: context.clock })) {
      if (!context.print(`${logLine(line)}\n`)) break;
    }
    return { json: { stopped: true }, text: "" };
  },
});

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return { message: line };
  }
}
