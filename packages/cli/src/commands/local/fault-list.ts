import { defineCommand } from "../../define-command.ts";
import { controlRequest } from "../../local/control-request.ts";
import { faultReport } from "../../local/fault-report.ts";

/** `azlin local fault list` */
export const localFaultList = defineCommand({
  path: "local fault list",
  summary: "Show the faults in force",
  run: async (_args, context) => {
    const { url } = await context.local.require();
    return faultReport(await controlRequest(url, { method: "GET", path: "faults", signal: context.signal }));
  },
});
