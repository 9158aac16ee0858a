import { ValidationError } from "@azlin/core";
import type { Context } from "../context.ts";

/**
 * A log that is followed is printed as it comes, not as a report.
 *
 * @throws ValidationError (`FOLLOW_HAS_NO_END`) when both are asked for.
 */
export function refuseEndlessReport({ globals: { output } }: Context): void {
  if (output !== "json" && output !== "csv") return;
  throw new ValidationError("FOLLOW_HAS_NO_END", "A log that goes on cannot be printed as a report.", {
    hint: "Leave out --follow, or leave out --output.",
  });
}
