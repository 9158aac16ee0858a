import { defineCommand } from "../../define-command.ts";
import { controlRequest } from "../../local/control-request.ts";
import { faultReport } from "../../local/fault-report.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin local fault clear` */
export const localFaultClear = defineCommand({
  path: "local fault clear",
  summary: "Take one fault away, or all",
  arguments: { name: { description: "the fault (default: all)", optional: true } },
  uses: ["dryRun"],
  run: async (args, context) => {
    const { url } = await context.local.require();
    const target = args.name ?? "all faults";
    if (context.isDryRun) return planReport([{ action: "clear", target, reason: "It was asked for." }]);
    const path = args.name === undefined ? "faults" : `faults/${encodeURIComponent(args.name)}`;
    return faultReport(await controlRequest(url, { method: "DELETE", path, signal: context.signal }));
  },
});
