import type { FleetVm, ProvisionPlan, SetUpStep, VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { jumpHosts } from "../remote/jump-hosts.ts";
import { openRemote, type Remote, type RemoteWishes } from "../remote/open-remote.ts";
import { openVmShell } from "../remote/open-vm-shell.ts";
import { runOnVms } from "../remote/run-on-vms.ts";
import { vmResultsReport } from "../remote/vm-results-report.ts";
import type { Report } from "../render/report.ts";
import type { TaskBoard } from "../render/task-board.ts";
import { createVms, remainsOf, type Created, type WaitBudgets } from "./create-vms.ts";
import { notify } from "./notify.ts";
import { provisionReport } from "./provision-report.ts";
import { homeStep, repositoryStep } from "./set-up-steps.ts";

/** New VMs, and what is to be done with them. */
export interface Provision {
  readonly azure: VmAzure;
  readonly plan: ProvisionPlan;
  readonly access: RemoteWishes;
  readonly isWaiting: boolean;
  readonly budgets: WaitBudgets;
  /** URL of a repository for the VMs' homes. */
  readonly repository: string | undefined;
  /** What to run on them; empty: nothing. */
  readonly command: readonly string[];
  /** Whether a person's terminal goes to a single VM at the end. */
  readonly isConnecting: boolean;
}

const COMMAND_LIMIT_MS = 24 * 60 * 60 * 1_000;
const DEFAULT_TMUX_SESSION = "azlin";
const MAX_RECONNECTS = 3;
const SSH_FAILED = 255;

/**
 * Creates VMs, waits until they can be used, tells the user, and runs what was asked for.
 *
 * @throws InterruptedError on Ctrl-C, naming what exists; the error of the VM when there is only one and Azure refused it.
 */
export async function provision(wanted: Provision, context: Context): Promise<Report> {
  const { azure, plan, access, isWaiting, repository } = wanted;
  await using remote = await openRemote(access, await jumpHosts(azure, access, context), context);
  const clone = repository === undefined ? undefined : repositoryStep(repository, remote);
  const makers = [isWaiting ? await homeStep(remote, context) : undefined, clone].filter((make) => make !== undefined);
  const steps = (vm: FleetVm, board: TaskBoard): SetUpStep[] => makers.map((make) => make(vm, board));
  const creation = { azure, plan, remote: isWaiting ? remote : undefined, budgets: wanted.budgets, steps };
  const created = await createVms(creation, context);
  await notify(noticeOf(created), context);
  throwOnly(created, context);
  const report = provisionReport(created);
  const usable = usableVms(created);
  if (usable.length === 0 || !isWaiting) return report;
  if (wanted.command.length > 0) return await runCommand({ ...wanted, report, vms: usable }, remote, context);
  return (await connected({ ...wanted, report, vms: usable }, remote, context)) ?? report;
}

/** A single VM that Azure refused is an error like any other. */
function throwOnly({ report }: Created, context: Context): void {
  const [only, ...others] = report.outcomes;
  if (only?.error === undefined || others.length > 0) return;
  if (report.created.length > 0) context.note(remainsOf(report).hint);
  throw only.error;
}

function noticeOf({ report, plan }: Created): string {
  const failed = report.outcomes.filter(({ ok }) => !ok).length;
  const names = plan.vms.map(({ name }) => name).join(", ");
  return failed === 0 ? `azlin: ${names} created.` : `azlin: ${failed} of ${plan.vms.length} VMs failed: ${names}.`;
}

/** Those that one can sign in to. */
function usableVms({ vms }: Created): FleetVm[] {
  return [...vms.values()].flatMap(({ vm, setUp }) => (vm === null || setUp?.state === "unreachable" ? [] : [vm]));
}

interface Ready extends Provision {
  readonly report: Report;
  readonly vms: readonly FleetVm[];
}

async function runCommand({ command, report, vms }: Ready, remote: Remote, context: Context): Promise<Report> {
  if (report.text !== undefined) context.note(report.text);
  const run = { vms, command, label: `running '${command[0]}'`, timeoutMs: COMMAND_LIMIT_MS };
  const results = await runOnVms(run, remote, context);
  const exitCode = results.length === 1 ? results[0]?.exitCode : undefined;
  return { ...vmResultsReport(results), ...(typeof exitCode === "number" && { exitCode }) };
}

/** `undefined` where there is no terminal to give, or more than one VM to give it to. */
async function connected(
  { azure, plan, report, vms, isConnecting }: Ready,
  remote: Remote,
  context: Context,
): Promise<Report | undefined> {
  const [vm] = vms;
  const isForPeople = context.isInteractive && (context.globals.output ?? "table") === "table";
  if (!isConnecting || !isForPeople || plan.vms.length > 1 || vm === undefined) return undefined;
  context.note(report.text ?? "");
  const tmuxSession = vm.session ?? DEFAULT_TMUX_SESSION;
  const shell = { azure, remote, command: [], tmuxSession, isAgentForwarded: false, maxRetries: MAX_RECONNECTS };
  const { exitCode, signal } = await openVmShell(vm, shell, context);
  return { json: { vm: vm.name, id: vm.id, exitCode, signal }, text: "", exitCode: exitCode ?? SSH_FAILED };
}
