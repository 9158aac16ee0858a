import { defineCommand } from "../../define-command.ts";
import { controlRequest } from "../../local/control-request.ts";
import { faultOf } from "../../local/fault-of.ts";
import { faultReport } from "../../local/fault-report.ts";
import { usageError } from "../../parse-arguments.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin local fault set` */
export const localFaultSet = defineCommand({
  path: "local fault set",
  summary: "Make the local Azure misbehave",
  description: "The fault meets requests that fit all of --method, --path, --host and --client; '*' is any text.",
  examples: [
    ["azlin local fault set busy --status 429 --times 3", "the next three requests are throttled"],
    ["azlin local fault set slow --path '*/virtualMachines*' --delay-ms 2000", "requests about VMs are slow"],
  ],
  arguments: { name: { description: "what to call it; a fault of this name is replaced" } },
  options: {
    method: { kind: "text", value: "METHOD", description: "requests with this HTTP method" },
    path: { kind: "text", value: "PATTERN", description: "requests for this path" },
    host: { kind: "text", value: "PATTERN", description: "requests for this host" },
    client: { kind: "text", value: "PATTERN", description: "requests of this user agent" },
    times: { kind: "number", value: "N", minimum: 1, description: "how many requests it meets (default: all)" },
    probability: {
      kind: "number",
      value: "P",
      minimum: 0,
      maximum: 1,
      fraction: true,
      description: "how likely it is",
    },
    seed: { kind: "number", value: "N", description: "makes the draws of --probability repeat" },
    status: { kind: "number", value: "CODE", minimum: 200, maximum: 599, description: "answer with this HTTP status" },
    code: { kind: "text", value: "TEXT", description: "Azure's error code in that answer, or of the failed operation" },
    message: { kind: "text", value: "TEXT", description: "the message with it" },
    delayMs: { kind: "number", value: "MS", minimum: 0, description: "answer later" },
    reset: { kind: "flag", description: "close the connection before the request is served" },
    swallow: { kind: "flag", description: "serve it, then close the connection without an answer" },
    truncate: { kind: "flag", description: "cut the answer short" },
    operationFails: { kind: "flag", description: "let the long-running operation that it starts fail" },
  },
  exclusive: [["status", "delayMs", "reset", "swallow", "truncate", "operationFails"]],
  uses: ["dryRun"],
  run: async (args, context) => {
    const fault = faultOf({
      match: { method: args.method, path: args.path, host: args.host, client: args.client },
      draw: { times: args.times, probability: args.probability, seed: args.seed },
      effect: {
        status: args.status,
        delayMs: args.delayMs,
        code: args.code,
        message: args.message,
        reset: args.reset,
        swallow: args.swallow,
        truncate: args.truncate,
        operationFails: args.operationFails,
      },
    });
    if (fault === undefined) throw usageError(localFaultSet, "What the fault does is missing: --status or another.");
    const { url } = await context.local.require();
    if (context.isDryRun) {
      return planReport([{ action: "set", target: args.name, reason: JSON.stringify(fault) }]);
    }
    const path = `faults/${encodeURIComponent(args.name)}`;
    return faultReport(await controlRequest(url, { method: "PUT", path, body: fault, signal: context.signal }));
  },
});
