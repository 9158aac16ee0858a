import type { VmHealth } from "@azlin/health";

/** What the policy needs to know of a check. */
export type CheckedVm = Pick<VmHealth, "verdict" | "observation">;

/** Whether a check found its VM to work or to fail; `undefined` when it could not tell. */
export function toldBy({ verdict, observation }: CheckedVm): "works" | "fails" | undefined {
  const { status, failures, history } = verdict;
  if (history.lastSuccessAtMs === observation.atMs) return "works";
  const isTold = status === "unhealthy" || status === "degraded" || status === "stopped";
  return isTold && failures > 0 ? "fails" : undefined;
}

/** Whether a check found its VM to work, and enough of them did before. What its load is does not matter. */
export function isWell(checked: CheckedVm): boolean {
  return toldBy(checked) === "works" && checked.verdict.history.counts.standing === "up";
}
