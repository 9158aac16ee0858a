import { isAzlinError, systemClock, type AbortOptions, type Clock } from "@azlin/core";
import type { RemoteShell, SshTarget } from "@azlin/ssh";
import { parseCloudInitStatus, type CloudInitStatus } from "../cloud-init/cloud-init-status.ts";
import { LEDGER } from "../cloud-init/provision-script.ts";
import { parseLedger, type SectionResult } from "../cloud-init/provisioning-ledger.ts";

/** What a VM's set-up came to. */
export interface CloudInitReport {
  /**
   * `done`: everything succeeded. `degraded`: it ended, but something of it failed. `error`: cloud-init itself failed,
   * or the VM cannot say. `timeout`: it had not ended when the budget was used up.
   */
  readonly state: "done" | "degraded" | "error" | "timeout";
  /** Sections that have ended, in order. */
  readonly sections: readonly SectionResult[];
  /** What went wrong, naming the sections; empty when nothing did. */
  readonly detail: string;
}

/** Options of {@link waitForCloudInit}. */
export interface WaitForCloudInitOptions extends AbortOptions {
  /** Milliseconds to wait. Default 1,800,000. */
  readonly budgetMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Told of the sections that have ended whenever there are more. */
  readonly onProgress?: (sections: readonly SectionResult[]) => void;
}

interface Reading {
  readonly status: CloudInitStatus;
  readonly sections: readonly SectionResult[];
}

const NOTHING_READ: Reading = { status: { state: "running", isDegraded: false, errors: [] }, sections: [] };
/** Milliseconds that cloud-init is given unless something else is said. */
export const CLOUD_INIT_BUDGET_MS = 1_800_000;
const PAUSE_MS = 5000;
const ATTEMPT_MS = 30_000;
const MARK = "--- azlin ledger ---";
const PASSING = new Set(["SSH_UNREACHABLE", "SSH_CONNECTION_LOST", "TIMED_OUT"]);
/** The module that runs our sections: its failure is theirs. */
const RUNNER_MODULE = "scripts_user";

// `status --wait` would hold one connection for all of the time, and a new VM may well restart its network.
const COMMAND = `cloud-init status --format json 2>/dev/null; echo; echo '${MARK}'; cat ${LEDGER} 2>/dev/null || true`;

/**
 * Waits until cloud-init has ended on a VM, and says honestly what came of it. Connections that break are made again.
 *
 * @throws what no waiting changes, for instance AuthenticationError (`SSH_KEY_REFUSED`); the signal's reason.
 */
export async function waitForCloudInit(
  shell: RemoteShell,
  target: SshTarget,
  options: WaitForCloudInitOptions = {},
): Promise<CloudInitReport> {
  const { budgetMs = CLOUD_INIT_BUDGET_MS, clock = systemClock, signal, onProgress } = options;
  const startMs = clock.now();
  let sections: readonly SectionResult[] = [];
  do {
    const reading = await read(shell, target, signal);
    if (reading.sections.length > sections.length) {
      sections = reading.sections;
      onProgress?.(sections);
    }
    const report = reportOf(reading);
    if (report !== undefined) return report;
    await clock.delay(PAUSE_MS, { signal });
  } while (clock.now() - startMs < budgetMs);
  return timedOut(sections, budgetMs);
}

async function read(shell: RemoteShell, target: SshTarget, signal: AbortSignal | undefined): Promise<Reading> {
  signal?.throwIfAborted();
  try {
    const { stdout } = await shell.exec(target, COMMAND, { signal, timeoutMs: ATTEMPT_MS });
    const [json = "", ledger = ""] = stdout.split(MARK);
    return { status: parseCloudInitStatus(json.trim()), sections: parseLedger(ledger) };
  } catch (error) {
    signal?.throwIfAborted();
    if (isAzlinError(error) && PASSING.has(error.code)) return NOTHING_READ;
    throw error;
  }
}

/** `undefined` while it has not ended. */
function reportOf({ status, sections }: Reading): CloudInitReport | undefined {
  if (status.state === "running" || status.state === "not-started") return undefined;
  if (status.state === "unknown") return { state: "error", sections, detail: "cloud-init gave no answer." };
  if (status.state === "disabled") return { state: "error", sections, detail: "cloud-init is disabled on this VM." };
  return { ...verdict({ status, sections }), sections };
}

function verdict({ status, sections }: Reading): Pick<CloudInitReport, "state" | "detail"> {
  const failed = sections.filter(({ result }) => result === "failed");
  const own = failed.map(({ section, detail }) => (detail === "" ? section : `${section} (${detail})`));
  const others = status.errors.filter((text) => !text.includes(RUNNER_MODULE));
  const detail = [...own, ...others].join("; ");
  // Failed sections end the runner with an error, which is one of cloud-init's then.
  const isOurs = failed.length > 0 && others.length === 0;
  if (status.state === "error" && !isOurs) return { state: "error", detail: detail || "It did not say why." };
  return { state: failed.length > 0 || status.isDegraded ? "degraded" : "done", detail };
}

function timedOut(sections: readonly SectionResult[], budgetMs: number): CloudInitReport {
  const last = sections.at(-1)?.section;
  const progress = last === undefined ? "No section has ended yet." : `The last section that ended is '${last}'.`;
  const detail = `cloud-init had not ended after ${Math.round(budgetMs / 1000)} s. ${progress}`;
  return { state: "timeout", sections, detail };
}
