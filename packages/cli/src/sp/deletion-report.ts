import type { IdentityDeletion, PartDeletion } from "@azlin/sp-manager";
import type { Report } from "../render/report.ts";

/** What `sp delete` says: what became of each part, and whether anything is left. */
export function deletionReport(deletion: IdentityDeletion): Report {
  const { spName, parts, isGone } = deletion;
  const isFailed = hasFailed(deletion);
  return {
    json: deletion,
    table: {
      columns: ["PART", "OUTCOME", "COUNT", "ERROR"],
      rows: parts.map(({ part, outcome, count = null, error }) => [part, outcome, count, error?.message ?? null]),
    },
    text: [headline(deletion), ...parts.map(partLine)].join("\n"),
    footer: isGone === true || isFailed ? [] : [`See 'azlin sp verify ${spName}' and 'azlin sp sweep'.`],
    failed: isFailed,
  };
}

/** What whoever made the vault wants to keep, or somebody else made, is no failure. */
function hasFailed({ parts, isGone }: IdentityDeletion): boolean {
  if (isGone === true) return false;
  return (
    isGone === null || !parts.some(({ outcome }) => outcome === "kept" || outcome === "foreign") || parts.some(isOpen)
  );
}

function isOpen({ outcome }: PartDeletion): boolean {
  return outcome === "failed" || outcome === "unknown";
}

function headline({ spName, isGone }: IdentityDeletion): string {
  if (isGone === true) return `${spName} is gone.`;
  return isGone === null ? `Whether ${spName} is gone is not known.` : `Not all of ${spName} is gone.`;
}

function partLine({ part, outcome, count, error }: PartDeletion): string {
  const number = count === undefined ? "" : ` (${count})`;
  return `  ${part}: ${outcome}${number}${error === null ? "" : `. ${error.message}`}`;
}
