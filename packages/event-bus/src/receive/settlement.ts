/** What is to become of a message. */
export type Settlement =
  | { readonly do: "complete" }
  /** To come again, after so many milliseconds. */
  | { readonly do: "abandon"; readonly afterMs: number }
  | { readonly do: "deadLetter"; readonly reason: string; readonly description: string };

/** How the handling of an event ended, as a settlement and as what to count. */
export interface Verdict {
  readonly settlement: Settlement;
  readonly count: "handled" | "skipped" | "abandoned" | "deadLettered";
  readonly isMalformed?: boolean;
}

/** Service Bus takes no longer reasons and descriptions. */
const MOST_CHARACTERS = 4_096;

/** The verdict that a message goes to the dead letters. */
export function deadLetter(reason: string, description: string): Verdict {
  const settlement = { do: "deadLetter", reason, description: description.slice(0, MOST_CHARACTERS) } as const;
  return { settlement, count: "deadLettered" };
}
