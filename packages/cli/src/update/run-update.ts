import type { FleetVm, ToolUpdate } from "@azlin/vms";
import { openVmAzure } from "../azure/open-vm-azure.ts";
import type { Context } from "../context.ts";
import { openRemote, type Remote, type RemoteWishes } from "../remote/open-remote.ts";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";
import { chooseVms } from "./choose-vms.ts";
import { updateReport } from "./update-report.ts";
import { updateVms, type VmUpdate } from "./update-vms.ts";

/** Which VMs are brought up to date, and how. */
export interface UpdateRequest {
  readonly vm: string | undefined;
  readonly all: boolean;
  readonly access: RemoteWishes;
  /** VMs at once. */
  readonly concurrency: number;
  /** Does it on one VM. */
  readonly update: (at: UpdatePlace) => Promise<VmUpdate["updates"]>;
}

/** The VM that an update is about, and the way to it. */
export interface UpdatePlace extends Pick<Remote, "shell"> {
  readonly target: ReturnType<Remote["target"]>;
  /** To be told of each tool that is done. */
  readonly onTool: (update: ToolUpdate) => void;
}

/** Brings the chosen VMs up to date; with `--dry-run` only says which they are. */
export async function runUpdate(request: UpdateRequest, context: Context): Promise<Report> {
  const { access, concurrency, update } = request;
  const azure = await openVmAzure(context);
  const { vms, fleet } = await chooseVms(azure, request, context);
  if (context.isDryRun) return planReport(vms.map(({ id }) => ({ action: "update", target: id, reason: "It runs." })));
  await using remote = await openRemote(access, fleet, context);
  const { shell } = remote;
  const updateVm = (vm: FleetVm, onTool: UpdatePlace["onTool"]): Promise<VmUpdate["updates"]> =>
    update({ shell, target: remote.target(vm), onTool });
  return updateReport(await updateVms({ vms, concurrency, update: updateVm }, context));
}
