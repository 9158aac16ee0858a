import { defineCommand } from "../../define-command.ts";
import { controlRequest } from "../../local/control-request.ts";

interface Summary {
  readonly clock: { readonly mode: string; readonly now: string };
  readonly profile: string;
  readonly resources: Readonly<Record<string, number>>;
  readonly requestsServed: number;
}

/** `azlin local status` */
export const localStatus = defineCommand({
  path: "local status",
  summary: "Show whether the local Azure runs, and what is in it",
  run: async (_args, context) => {
    const record = await context.local.find();
    if (record === undefined) return { json: { running: false }, text: "The local Azure is not running." };
    const { signal } = context;
    const summary = (await controlRequest(record.url, { method: "GET", path: "", signal })) as Summary;
    const { azEnvironment: _, instance: __, ...shown } = record;
    const resources = Object.entries(summary.resources).sort(([left], [right]) => (left < right ? -1 : 1));
    return {
      json: { running: true, ...shown, ...summary },
      table: {
        columns: ["WHAT", "VALUE"],
        rows: [
          ["url", record.url],
          ["process", record.pid],
          ["started", record.startedAt],
          ["state", record.ephemeral ? "forgotten at the end" : context.local.paths.state],
          ["profile", summary.profile],
          ["clock", `${summary.clock.mode}, ${summary.clock.now}`],
          ["requests served", summary.requestsServed],
          ...resources,
        ],
      },
    };
  },
});
