import { DeadlineError, type AzlinError } from "@azlin/core";
import type { ProvisionOutcome, ProvisionPlan, SetUpReport } from "@azlin/vms";
import { EXIT } from "../exit-codes.ts";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";
import type { VmKey } from "../ssh/vm-key.ts";
import type { Created, NewVm } from "./create-vms.ts";

/** The plan as `--dry-run` prints it. */
export function provisionPlanReport(plan: ProvisionPlan, key: VmKey): Report {
  const { location, resourceGroup, notes } = plan;
  const steps = [...plan.shared, ...plan.vms.flatMap((vm) => vm.steps)];
  const keyStep = { action: "create", target: key.path, reason: "There is no SSH key for azlin yet." };
  return planReport([...(key.isNew ? [keyStep] : []), ...steps], { location, resourceGroup, notes });
}

/** How one VM of a plan ended: `created` when nobody waited for it. */
type VmState = "created" | "ready" | "degraded" | "unreachable" | "unfinished" | "failed";

interface Result {
  readonly vm: string;
  readonly id: string;
  readonly ok: boolean;
  readonly state: VmState;
  readonly session: string | null;
  readonly publicIp: string | null;
  readonly powerState: string;
  readonly sections: readonly { readonly section: string; readonly result: string }[] | null;
  readonly problems: readonly AzlinError[];
}

/** What was created and what failed. Several VMs fail only together; what is left of failed ones is named. */
export function provisionReport(created: Created): Report {
  const { plan, report, durationMs } = created;
  const { location, resourceGroup } = plan;
  const results = report.outcomes.map((outcome) => resultOf(outcome, created));
  const succeeded = results.filter(({ ok }) => ok);
  const summary = { total: results.length, succeeded: succeeded.length, failed: results.length - succeeded.length };
  return {
    json: {
      results: results.map((one) => ({ ...one, durationMs })),
      summary,
      location,
      resourceGroup,
      created: report.created,
    },
    table: {
      columns: ["VM", "RESULT", "IP", "REGION", "RESOURCE GROUP", "ERROR"],
      rows: results.map(({ vm, state, publicIp, problems }) => [
        vm,
        state,
        publicIp,
        location,
        resourceGroup,
        problems.map(({ message }) => message).join("; ") || null,
      ]),
    },
    text: textOf(results, created),
    ...(succeeded.length === 0 && { failed: true, exitCode: exitCodeFor(results) }),
  };
}

const UNSEEN = { session: null, publicIp: null, powerState: "unknown" } as const;
const NOT_MADE: NewVm = { vm: null, setUp: null };

function resultOf({ vm, id, error }: ProvisionOutcome, { vms }: Created): Result {
  const { vm: seen, setUp } = vms.get(id) ?? NOT_MADE;
  const state = error === undefined ? stateOf(setUp) : "failed";
  const { session, publicIp, powerState } = seen ?? UNSEEN;
  return {
    vm,
    id,
    ok: state === "created" || state === "ready",
    state,
    session,
    publicIp,
    powerState,
    sections: setUp?.cloudInit?.sections ?? null,
    problems: error === undefined ? problemsOf(setUp) : [error],
  };
}

function problemsOf(setUp: SetUpReport | null): readonly AzlinError[] {
  return setUp === null ? [] : setUp.problems;
}

function stateOf(setUp: SetUpReport | null): VmState {
  return setUp === null ? "created" : setUp.state;
}

/** Why nothing can be used as it was asked for: waiting that ran out is another thing than what went wrong. */
function exitCodeFor(results: readonly Result[]): number {
  const isWaiting = results.some(({ problems }) => problems.some((problem) => problem instanceof DeadlineError));
  return isWaiting ? EXIT.waiting : EXIT.failed;
}

function textOf(results: readonly Result[], { plan, report }: Created): string {
  const { location, resourceGroup } = plan;
  const usable = results.filter(({ ok }) => ok);
  const impaired = results.filter(({ ok, state }) => !ok && state !== "failed");
  const failed = results.filter(({ state }) => state === "failed");
  const line = ({ vm, publicIp }: Result): string => `  ${vm}  ${publicIp ?? "-"}  ${location}  ${resourceGroup}`;
  const why = ({ problems }: Result): string[] =>
    problems.flatMap(({ message, hint }) => [`    ${message}`, ...(hint === undefined ? [] : [`    ${hint}`])]);
  return [
    ...(usable.length > 0 ? ["Successfully Provisioned VMs:", ...usable.map(line)] : []),
    ...(impaired.length > 0 ? ["VMs that are there, but not as they should be:"] : []),
    ...impaired.flatMap((one) => [`${line(one)}  ${one.state.toUpperCase()}`, ...why(one)]),
    ...(failed.length > 0 ? ["Failed VMs:"] : []),
    ...failed.map(({ vm, problems }) => `  ${vm}: ${problems[0]?.message ?? "no reason was given"}`),
    ...(failed.length > 0 ? ["Created on the way:", ...report.created.map((id) => `  ${id}`)] : []),
  ].join("\n");
}
