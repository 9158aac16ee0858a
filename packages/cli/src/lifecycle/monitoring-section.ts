import {
  ControlClient,
  entryOf,
  LifecycleManager,
  lifecyclePaths,
  type NamedVm,
  type VmExplanation,
} from "@azlin/lifecycle";
import type { Context } from "../context.ts";
import { asAzlinError } from "../render/format-error.ts";
import { healthLines, hookLines, monitoringLines } from "./monitoring-lines.ts";
import { sparkline } from "./sparkline.ts";

/** What is known of the monitoring of a VM. */
export interface MonitoringSection {
  readonly json: unknown;
  readonly lines: readonly string[];
}

const DAY_MS = 86_400_000;

/** The section of a VM about its monitoring: settings from the file, health from the daemon when it runs. */
export async function monitoringSection(vm: NamedVm, context: Context): Promise<MonitoringSection> {
  const paths = lifecyclePaths(context.home);
  const entry = entryOf(await new LifecycleManager(paths.config).read(), vm);
  if (entry === undefined) return { json: { enabled: false }, lines: ["Lifecycle Monitoring:", "  Enabled: No"] };
  const { config } = entry;
  const explained = await explanation(new ControlClient(paths.socket), vm, context);
  const lines = [
    "Lifecycle Monitoring:",
    ...monitoringLines(config),
    ...healthLines(config, explained, context.clock.now()),
    ...historyLines(explained, context.clock.now()),
    ...hookLines(config),
  ];
  return { json: { ...config, daemon: explained ?? null }, lines };
}

async function explanation(client: ControlClient, vm: NamedVm, context: Context): Promise<VmExplanation | undefined> {
  try {
    return await client.explain(vm.id, { signal: context.signal });
  } catch (error) {
    context.signal.throwIfAborted();
    const { code, message } = asAzlinError(error);
    if (code !== "VM_NOT_MONITORED") context.warn(message);
    return undefined;
  }
}

function historyLines(explained: VmExplanation | undefined, nowMs: number): readonly string[] {
  if (explained === undefined) return [];
  const { spans, uptimePercent } = explained;
  const bars = sparkline(spans, { fromMs: nowMs - DAY_MS, toMs: nowMs, width: 24 });
  const uptime = uptimePercent === null ? "N/A" : `${uptimePercent.toFixed(1)} %`;
  return [`  Last 24 Hours: ${bars}  (up ${uptime})`];
}
