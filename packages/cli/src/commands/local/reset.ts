import { defineCommand } from "../../define-command.ts";
import { controlRequest } from "../../local/control-request.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin local reset` */
export const localReset = defineCommand({
  path: "local reset",
  summary: "Empty the local Azure: resources, faults and journal",
  options: {
    profile: {
      kind: "text",
      value: "NAME",
      choices: ["default", "realistic", "replay"],
      description: "how it behaves from now on",
    },
  },
  uses: ["dryRun"],
  run: async (args, context) => {
    const { url } = await context.local.require();
    if (context.isDryRun) return planReport([{ action: "reset", target: url, reason: "It was asked for." }]);
    const profile = args.profile ?? "default";
    await controlRequest(url, { method: "POST", path: "reset", body: { profile }, signal: context.signal });
    return { json: { url, profile }, text: `The local Azure at ${url} is empty.` };
  },
});
