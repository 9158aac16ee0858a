import type { RotationOutcome, RotationPlan, RotationReport } from "@azlin/vms";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";
import { safeText } from "../render/safe-text.ts";

const MARKS: Readonly<Record<RotationOutcome["status"], string>> = {
  rotated: "✓",
  verified: "✓",
  pending: "•",
  left: "•",
  failed: "✗",
};

const MEANINGS: Readonly<Record<RotationOutcome["status"], string>> = {
  rotated: "lets only the new key in",
  verified: "lets both keys in",
  pending: "pending",
  left: "left as it is",
  failed: "failed",
};

/** What `azlin keys rotate --dry-run` prints. */
export function rotationPlanReport({ keyPath, resumes, canComplete, steps }: RotationPlan): Report {
  const actions = steps.map(({ action, target, reason }) => ({ action, target, reason }));
  const report = planReport(actions, { keyPath, resumes, canComplete });
  return { ...report, footer: [outlookOf({ resumes, canComplete })] };
}

/** What a rotation does, for people who are to say yes to it. */
export function rotationFactsInWords({ keyPath, resumes, canComplete, steps }: RotationPlan): string {
  return [
    `Rotating ${keyPath}: a new key is made and given to the VMs; when every VM lets it in it becomes the key, and the`,
    "old one is no longer let in. A copy of the old key is kept.",
    ...steps.map(({ action, vm, reason }) => `  ${action.padEnd(8)} ${safeText(vm.name)}  ${reason}`),
    outlookOf({ resumes, canComplete }),
  ].join("\n");
}

/** What came of a rotation; failed unless it is complete. */
export function rotationReport(
  { keyPath }: RotationPlan,
  report: Omit<RotationReport, "backup"> & { readonly backup: string | null },
): Report {
  const { outcomes, isComplete, isPromoted, backup } = report;
  return {
    json: { keyPath, isComplete, isPromoted, backup, outcomes },
    table: {
      columns: ["VM", "STATUS", "DETAIL"],
      rows: outcomes.map(({ name, status, detail }) => [name, status, detail === "" ? null : detail]),
    },
    text: [...outcomes.map(inWords), ...conclusionOf({ keyPath, isComplete, isPromoted, backup })].join("\n"),
    failed: !isComplete,
  };
}

function outlookOf({ resumes, canComplete }: Pick<RotationPlan, "resumes" | "canComplete">): string {
  const start = resumes === null ? "" : "Goes on with the rotation that was begun. ";
  return canComplete
    ? `${start}Every VM can get the new key now.`
    : `${start}Not every VM can get the new key now: until then the old one stays the key.`;
}

function inWords({ name, status, detail }: RotationOutcome): string {
  return `${MARKS[status]} ${safeText(name)}: ${MEANINGS[status]}${detail === "" ? "" : ` (${safeText(detail)})`}`;
}

interface Conclusion {
  readonly keyPath: string;
  readonly isComplete: boolean;
  readonly isPromoted: boolean;
  readonly backup: string | null;
}

function conclusionOf({ keyPath, isComplete, isPromoted, backup }: Conclusion): string[] {
  const copy = backup === null ? [] : [`A copy of the old key is in ${backup}.`];
  if (isComplete) return [`Success! ${keyPath} is the new key.`, ...copy];
  const state = isPromoted
    ? `${keyPath} is the new key, but some VMs still let the old one in.`
    : `${keyPath} is still the old key, which every VM lets in.`;
  return [state, ...copy, "Run 'azlin keys rotate' again to go on."];
}
