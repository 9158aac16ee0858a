import type { CpuTimes } from "@azlin/vms";
import { listFleet } from "../azure/list-fleet.ts";
import { openVmAzure } from "../azure/open-vm-azure.ts";
import type { Context } from "../context.ts";
import { jumpHosts } from "../remote/jump-hosts.ts";
import { openRemote, type RemoteWishes } from "../remote/open-remote.ts";
import { formatTable } from "../render/format-table.ts";
import { usageTable } from "./usage-table.ts";
import { readUsage, type VmUsage } from "./vm-usage.ts";

/** How usage is followed. */
export interface Following {
  readonly access: RemoteWishes;
  /** Milliseconds between two rounds. */
  readonly intervalMs: number;
  /** Milliseconds that a VM has to answer. */
  readonly timeoutMs: number;
}

/** Rounds of usage of all VMs in scope, as long as somebody asks for the next. Connections stay open in between. */
export async function* usageRounds(
  { access, timeoutMs }: Pick<Following, "access" | "timeoutMs">,
  context: Context,
): AsyncGenerator<readonly VmUsage[]> {
  const azure = await openVmAzure(context);
  await using remote = await openRemote(access, await jumpHosts(azure, access, context), context);
  const previous = new Map<string, CpuTimes>();
  for (;;) {
    const fleet = await listFleet(azure, context);
    const usages = await readUsage(fleet, { remote, timeoutMs, previous }, context);
    for (const { id, usage } of usages) if (usage?.cpuTimes) previous.set(id, usage.cpuTimes);
    yield usages;
  }
}

/** Shows usage on the whole terminal until Ctrl-C. */
export async function followUsage({ access, intervalMs, timeoutMs }: Following, context: Context): Promise<void> {
  const { clock, signal } = context;
  const silent: Context = { ...context, progress: (_label, work) => work(), note: () => {}, warn: () => {} };
  await context.fullScreen(async (draw) => {
    draw(["Asking the VMs…"]);
    try {
      for await (const usages of usageRounds({ access, timeoutMs }, silent)) {
        draw(picture(usages, { intervalMs, atMs: clock.now() }));
        await clock.delay(intervalMs, { signal });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  });
}

function picture(usages: readonly VmUsage[], { intervalMs, atMs }: { intervalMs: number; atMs: number }): string[] {
  const time = new Date(atMs).toISOString().slice(11, 19);
  const heading = `azlin top  ${time} UTC, every ${intervalMs / 1_000} s. Press Ctrl+C to exit.`;
  if (usages.length === 0) return [heading, "", "No VMs found."];
  return [
    heading,
    "",
    ...formatTable(usageTable(usages), (text) => text)
      .trimEnd()
      .split("\n"),
  ];
}
