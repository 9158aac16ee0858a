import { defineCommand } from "../../define-command.ts";
import { controlRequest } from "../../local/control-request.ts";
import { parseDuration } from "../../local/parse-duration.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin local clock` */
export const localClock = defineCommand({
  path: "local clock",
  summary: "Show or change the time of the local Azure",
  description: "A virtual clock stands still until it is advanced, or runs at a rate.",
  examples: [
    ["azlin local clock --mode virtual", "time stands still from now on"],
    ["azlin local clock --advance 5m", "five minutes pass at once"],
  ],
  options: {
    mode: { kind: "text", value: "MODE", choices: ["real", "virtual"], description: "how time passes" },
    advance: {
      kind: "text",
      value: "TIME",
      description: "let this time pass: 90s, 5m, 2h, 1d (makes the clock virtual)",
    },
    rate: { kind: "number", value: "N", minimum: 0, fraction: true, description: "virtual seconds for each real one" },
  },
  uses: ["dryRun"],
  run: async (args, context) => {
    const { url } = await context.local.require();
    const mode = args.mode ?? (args.advance === undefined ? undefined : "virtual");
    const body = {
      ...(mode !== undefined && { mode }),
      ...(args.advance !== undefined && { advanceMs: parseDuration(args.advance) }),
      ...(args.rate !== undefined && { rate: args.rate }),
    };
    const isChange = Object.keys(body).length > 0;
    if (context.isDryRun) {
      return planReport(isChange ? [{ action: "change clock", target: url, reason: JSON.stringify(body) }] : []);
    }
    const { signal } = context;
    const call = isChange
      ? ({ method: "POST", path: "clock", body, signal } as const)
      : ({ method: "GET", path: "clock", signal } as const);
    const state = (await controlRequest(url, call)) as { mode: string; now: string };
    return { json: state, text: `${state.now} (${state.mode})` };
  },
});
