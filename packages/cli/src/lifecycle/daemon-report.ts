import type { DaemonStatus } from "@azlin/lifecycle";
import type { Report } from "../render/report.ts";
import { healthInWords, spanInWords } from "./health-words.ts";

/** What commands about the daemon say of it. */
export function daemonReport(status: DaemonStatus, headline?: string): Report {
  const lines = [...(headline === undefined ? [] : [headline]), ...stateLines(status), ...vmLines(status)];
  return { json: status, text: lines.join("\n") };
}

function stateLines({ running, pid, uptimeMs, problem, report }: DaemonStatus): readonly string[] {
  if (!running) return ["Running: No"];
  const problems = [problem, ...(report?.problems ?? []), report?.configError?.message].filter(Boolean);
  return [
    "Running: Yes",
    `PID: ${pid ?? "unknown"}`,
    ...(uptimeMs === null ? [] : [`Uptime: ${spanInWords(uptimeMs)}`]),
    ...problems.map((text) => `Problem: ${text}`),
  ];
}

function vmLines({ report }: DaemonStatus): readonly string[] {
  if (report === null) return [];
  if (!report.isListed) return ["Monitored VMs: are being listed"];
  return [`Monitored VMs: ${report.vms.length}`, ...report.vms.map((vm) => `  ${vm.name}: ${healthInWords(vm)}`)];
}
