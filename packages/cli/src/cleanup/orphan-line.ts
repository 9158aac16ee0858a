import type { SweptOrphan } from "@azlin/sp-manager";

/** A line about something that an identity left over. */
export function orphanLine({ kind, name, reason, outcome, error }: SweptOrphan): string {
  switch (outcome) {
    case "planned":
      return `${kind}: ${name}. ${reason}`;
    case "deleted":
      return `Removed the ${kind} ${name}.`;
    case "failed":
      return `✗ ${kind} ${name}: ${error?.message ?? "failed"}`;
  }
}
