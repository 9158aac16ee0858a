import { mapConcurrent, type SerializedError } from "@azlin/core";
import type { FleetVm, ToolUpdate } from "@azlin/vms";
import type { Context } from "../context.ts";
import { asAzlinError } from "../render/format-error.ts";

/** What became of the tools of one VM. */
export interface VmUpdate {
  readonly vm: string;
  readonly id: string;
  /** Everything that the VM has was brought up to date. */
  readonly ok: boolean;
  readonly updates: readonly (ToolUpdate & { readonly isRestartNeeded?: boolean | null })[];
  /** Why the VM could not be asked. */
  readonly error?: SerializedError;
  readonly durationMs: number;
}

/** How VMs are brought up to date. */
export interface Updating {
  readonly vms: readonly FleetVm[];
  /** Does it on one VM; told of each tool that is done. */
  readonly update: (vm: FleetVm, onTool: (update: ToolUpdate) => void) => Promise<VmUpdate["updates"]>;
  readonly concurrency: number;
}

/** Brings VMs up to date side by side. One that fails does not stop the others; results are in the VMs' order. */
export function updateVms({ vms, update, concurrency }: Updating, context: Context): Promise<VmUpdate[]> {
  const { clock, signal } = context;
  return context.board(
    vms.map(({ name }) => name),
    (board) =>
      mapConcurrent(vms, { concurrency, signal }, async (vm): Promise<VmUpdate> => {
        const { name, id } = vm;
        const startMs = clock.now();
        const elapsed = (): number => clock.now() - startMs;
        board.at(name, "updating");
        try {
          const updates = await update(vm, ({ tool, status }) => board.at(name, `${tool}: ${status}`));
          const failed = updates.filter(isFailure);
          board.end(name, failed.length === 0 ? "done" : "failed", summaryOf(updates));
          return { vm: name, id, ok: failed.length === 0, updates, durationMs: elapsed() };
        } catch (thrown) {
          signal.throwIfAborted();
          const error = asAzlinError(thrown);
          board.end(name, "failed", error.message);
          return { vm: name, id, ok: false, updates: [], error: error.toJSON(), durationMs: elapsed() };
        }
      }),
  );
}

/** Whether a tool is not as it should be; one that is not there is no failure. */
export function isFailure({ status }: Pick<ToolUpdate, "status">): boolean {
  return status === "failed" || status === "timed-out";
}

function summaryOf(updates: readonly ToolUpdate[]): string {
  const updated = updates.filter(({ status }) => status === "updated").length;
  const failed = updates.filter(isFailure).map(({ tool }) => tool);
  return failed.length === 0 ? `${updated} updated` : `${updated} updated, failed: ${failed.join(", ")}`;
}
