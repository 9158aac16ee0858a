import {
  DeadlineError,
  isAzlinError,
  ProvisioningError,
  systemClock,
  toAzlinError,
  type AbortOptions,
  type AzlinError,
  type Clock,
} from "@azlin/core";
import type { RemoteShell, SshTarget } from "@azlin/ssh";
import { CLOUD_INIT_BUDGET_MS, waitForCloudInit, type CloudInitReport } from "../wait/wait-for-cloud-init.ts";
import { sshBudgetMs, waitForSsh } from "../wait/wait-for-ssh.ts";

/** What a new VM came to after Azure had made it. */
export interface SetUpReport {
  /**
   * `ready`: everything succeeded. `degraded`: one can sign in, but something is missing. `unreachable`: one cannot.
   * `unfinished`: cloud-init had not ended when its budget was used up.
   */
  readonly state: "ready" | "degraded" | "unreachable" | "unfinished";
  /** `null` when nobody could ask for it. */
  readonly cloudInit: CloudInitReport | null;
  /** What failed, in order. */
  readonly problems: readonly AzlinError[];
}

/** Something that is done to a new VM once its own set-up has ended. */
export interface SetUpStep {
  /** What it does, for progress: `cloning azlin`. */
  readonly label: string;
  readonly run: (options: AbortOptions) => Promise<void>;
}

/** Options of {@link setUpVm}. */
export interface SetUpOptions extends AbortOptions {
  readonly shell: RemoteShell;
  readonly target: SshTarget;
  /** Size of the VM: large ones may take longer until they answer. */
  readonly size: string | null;
  /** Done after cloud-init, in order; one that fails does not stop the next. Default: none. */
  readonly steps?: readonly SetUpStep[];
  /** Told what the VM is at. */
  readonly onStage?: (label: string) => void;
  /** Milliseconds to wait for SSH. Default: by the size. */
  readonly sshBudgetMs?: number;
  /** Milliseconds to wait for cloud-init. Default 1,800,000. */
  readonly cloudInitBudgetMs?: number;
  readonly clock?: Clock;
}

/**
 * Waits until a new VM lets its user in and cloud-init has ended, then does what else was asked for.
 *
 * @throws the signal's reason; every other failure is in the report.
 */
export async function setUpVm(options: SetUpOptions): Promise<SetUpReport> {
  const { shell, target, size, clock = systemClock, signal, onStage } = options;
  onStage?.("waiting for SSH");
  const budgetMs = options.sshBudgetMs ?? sshBudgetMs(size);
  const unreachable = await failureOf(() => waitForSsh(shell, target, { budgetMs, clock, signal }), signal);
  if (unreachable !== undefined) return { state: "unreachable", cloudInit: null, problems: [unreachable] };
  const problems: AzlinError[] = [];
  const cloudInit = await cloudInitOf(options, problems);
  await runSteps(options, problems);
  if (cloudInit?.state === "timeout") return { state: "unfinished", cloudInit, problems };
  return { state: problems.length === 0 ? "ready" : "degraded", cloudInit, problems };
}

async function cloudInitOf(options: SetUpOptions, problems: AzlinError[]): Promise<CloudInitReport | null> {
  const { shell, target, clock = systemClock, signal, onStage } = options;
  const { cloudInitBudgetMs: budgetMs = CLOUD_INIT_BUDGET_MS } = options;
  onStage?.("waiting for cloud-init");
  let report: CloudInitReport | null = null;
  const failure = await failureOf(async () => {
    report = await waitForCloudInit(shell, target, {
      budgetMs,
      clock,
      signal,
      onProgress: (sections) => onStage?.(`cloud-init: ${sections.length} done, last ${sections.at(-1)!.section}`),
    });
    const problem = problemOf(options, report);
    if (problem !== undefined) throw problem;
  }, signal);
  if (failure !== undefined) problems.push(failure);
  return report;
}

async function runSteps({ steps = [], signal, onStage }: SetUpOptions, problems: AzlinError[]): Promise<void> {
  for (const step of steps) {
    onStage?.(step.label);
    const failure = await failureOf(() => step.run({ signal }), signal);
    if (failure !== undefined) problems.push(failure);
  }
}

function problemOf(
  { target, cloudInitBudgetMs: budgetMs = CLOUD_INIT_BUDGET_MS }: SetUpOptions,
  { state, detail }: CloudInitReport,
): AzlinError | undefined {
  if (state === "done") return undefined;
  if (state === "timeout") {
    return new DeadlineError("CLOUD_INIT_WAIT", `VM '${target.name}': ${detail}`, {
      operation: `waiting for cloud-init on ${target.name}`,
      afterMs: budgetMs,
      hint: `It goes on by itself: look with 'azlin connect ${target.name} -- cloud-init status --long'.`,
    });
  }
  const message = `VM '${target.name}' is there, but not all of its set-up succeeded: ${detail}`;
  return new ProvisioningError("CLOUD_INIT_FAILED", message, {
    hint: `See what happened with 'azlin connect ${target.name} -- cloud-init status --long'.`,
    details: { state },
  });
}

async function failureOf(
  run: () => Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<AzlinError | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return isAzlinError(error) ? error : toAzlinError(error, { operation: "set the VM up" });
  }
}
