import { mapConcurrent, type AzlinError, type PowerState } from "@azlin/core";
import { parseUsage, usageCommand, type CpuTimes, type FleetVm, type UsageSample } from "@azlin/vms";
import type { Context } from "../context.ts";
import type { Remote } from "../remote/open-remote.ts";
import { asAzlinError } from "../render/format-error.ts";

/** How busy one VM is, or why that is not known. */
export interface VmUsage {
  readonly vm: string;
  readonly id: string;
  /** `no-answer`: it runs, as far as Azure knows, and does not tell. */
  readonly status: "online" | "no-answer" | "not-running";
  readonly powerState: PowerState;
  readonly usage: UsageSample | null;
  readonly error: AzlinError | null;
}

/** How VMs are asked. */
export interface UsageOptions {
  /** Milliseconds for each VM. */
  readonly timeoutMs: number;
  /** What they said the last time, by id: their load since then needs one reading only. */
  readonly previous: ReadonlyMap<string, CpuTimes>;
}

const CONCURRENCY = 32;

/** Asks all VMs of a fleet that run, side by side. One that does not answer in time does not hold up the others. */
export function readUsage(
  vms: readonly FleetVm[],
  options: UsageOptions & { readonly remote: Remote },
  { signal }: Context,
): Promise<VmUsage[]> {
  return mapConcurrent(vms, { concurrency: CONCURRENCY, signal }, async (vm): Promise<VmUsage> => {
    const { name, id, powerState } = vm;
    const known = { vm: name, id, powerState };
    if (powerState !== "running" && powerState !== "unknown") {
      return { ...known, status: "not-running", usage: null, error: null };
    }
    try {
      return { ...known, status: "online", usage: await usageOf(vm, options, signal), error: null };
    } catch (thrown) {
      signal.throwIfAborted();
      return { ...known, status: "no-answer", usage: null, error: asAzlinError(thrown) };
    }
  });
}

async function usageOf(
  vm: FleetVm,
  { remote, timeoutMs, previous }: UsageOptions & { readonly remote: Remote },
  signal: AbortSignal,
): Promise<UsageSample> {
  const before = previous.get(vm.id) ?? null;
  const command = usageCommand(before === null ? 2 : 1);
  const { stdout } = await remote.shell.exec(remote.target(vm), command, { signal, timeoutMs });
  return parseUsage(stdout, before);
}
