import colors from "picocolors";
import type { Environment } from "@azlin/core";

/** Colours, or none. */
export type Paint = ReturnType<typeof colors.createColors>;

/** Who decides about colours. */
export interface PaintFacts {
  /** `--color` or `--no-color`, when given. */
  readonly flag: boolean | undefined;
  readonly env: Environment;
  readonly isTerminal: boolean;
}

/** Colours for one stream: none off a terminal, with `NO_COLOR`, or when told so. */
export function paintFor({ flag, env, isTerminal }: PaintFacts): Paint {
  const isForbidden = (env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb";
  return colors.createColors(flag ?? (isTerminal && !isForbidden));
}
