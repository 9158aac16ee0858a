import { toldBy, type CheckedVm } from "./checked-vm.ts";
import type { Hindrance, Situation } from "./situation.ts";

/** Why there is nothing to heal by what the check saw, and what the restart policy asks for; `undefined` when there is. */
export function healthHindrance({ checked, policy: { restartPolicy } }: Situation): Hindrance | undefined {
  const { verdict } = checked;
  if (toldBy(checked) !== "fails") return nothingFails(checked);
  if (restartPolicy === "never") {
    return { code: "never", reason: `Its restart policy is never. ${verdict.reason}` };
  }
  if (verdict.isDown || restartPolicy === "always") return undefined;
  return { code: "below-threshold", reason: `Too few checks have failed to heal it. ${verdict.reason}` };
}

function nothingFails({ verdict: { status, reason } }: CheckedVm): Hindrance {
  switch (status) {
    case "healthy":
    case "degraded":
      return { code: "works", reason };
    case "starting":
    case "stopping":
      return { code: "changing", reason };
    case "stopped-by-user":
      return { code: "stopped-by-user", reason: `${reason} Nothing is healed against its user's will.` };
    case "deleted":
      return { code: "deleted", reason };
    case "unhealthy":
    case "stopped":
    case "unknown":
      return { code: "cannot-tell", reason: `${reason} What cannot be told is no failure.` };
  }
}
