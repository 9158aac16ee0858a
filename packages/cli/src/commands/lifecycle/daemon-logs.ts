import { ValidationError } from "@azlin/core";
import { followLog, readLogTail } from "@azlin/lifecycle";
import { defineCommand } from "../../define-command.ts";
import { logLine } from "../../lifecycle/log-line.ts";
import { openLifecycle } from "../../lifecycle/open-lifecycle.ts";

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
    const isReport = context.globals.output === "json" || context.globals.output === "csv";
    if (args.follow && isReport) throw noEndInReports();
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

function noEndInReports(): ValidationError {
  return new ValidationError("FOLLOW_HAS_NO_END", "A log that goes on cannot be printed as a report.", {
    hint: "Leave out --follow, or leave out --output.",
  });
}
