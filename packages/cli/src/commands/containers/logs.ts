import { streamContainerLogs, type ContainerLogLine } from "@azlin/containers";
import { followContainer } from "../../containers/follow-container.ts";
import { openContainer } from "../../containers/open-container.ts";
import { defineCommand } from "../../define-command.ts";
import { refuseEndlessReport } from "../../logs/refuse-endless-report.ts";
import { safeOutput } from "../../remote/vm-results-report.ts";

/** `azlin containers logs` */
export const containersLogs = defineCommand({
  path: "containers logs",
  summary: "Show what an agent in Container Apps writes",
  description: "Of a job, its last execution. Azure keeps the last 300 lines of what runs or has just ended.",
  examples: [
    ["azlin containers logs web-shop-agent --rg agents", "what there is"],
    ["azlin containers logs web-shop-agent --rg agents --follow", "go on until it has ended"],
  ],
  arguments: { name: { description: "name of the job or app, or its resource id" } },
  options: {
    follow: { kind: "flag", alias: "-f", description: "go on until it has ended, or until Ctrl-C" },
    tail: { kind: "number", value: "N", minimum: 0, maximum: 300, description: "the last so many (default: 300)" },
    execution: { kind: "text", value: "NAME", description: "execution of a job (default: the last)" },
  },
  uses: ["azure", "resourceGroup"],
  // Ctrl-C is how --follow ends.
  graceMs: 5_000,
  run: async (args, context) => {
    if (args.follow) refuseEndlessReport(context);
    const { azure, place } = await openContainer(args.name, context);
    const tailLines = args.tail === undefined ? {} : { tailLines: args.tail };
    const options = { ...tailLines, follow: args.follow, execution: args.execution };
    if (args.follow) return followContainer(azure, { place, options }, context);
    const lines: ContainerLogLine[] = [];
    for await (const line of streamContainerLogs(azure, place, { ...options, signal: context.signal }))
      lines.push(line);
    return {
      json: { name: place.name, lines },
      table: { columns: ["TIME", "LINE"], rows: lines.map(({ time, text }) => [time, text]) },
      text: safeOutput(lines.map(({ text }) => text).join("\n")),
    };
  },
});
