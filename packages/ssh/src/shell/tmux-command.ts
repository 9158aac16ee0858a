import { ValidationError } from "@azlin/core";
import { shellQuote } from "../quote/shell-quote.ts";

/**
 * The remote command that attaches to a tmux session, which is made when it is not there. A shell without tmux
 * when the VM has none.
 *
 * @throws ValidationError (`INVALID_TMUX_SESSION`) for a name that tmux would change or read as a target.
 */
export function tmuxCommand(session: string): string {
  if (!/^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(session)) {
    throw new ValidationError(
      "INVALID_TMUX_SESSION",
      `${JSON.stringify(session)} cannot be the name of a tmux session.`,
      {
        hint: "Use letters, digits, _ and -.",
      },
    );
  }
  const attach = `exec ${shellQuote(["tmux", "new-session", "-A", "-s", session])}`;
  const without = 'echo "This VM has no tmux: the session ends with the connection." >&2; exec "${SHELL:-/bin/sh}" -l';
  return `if command -v tmux >/dev/null 2>&1; then ${attach}; else ${without}; fi`;
}
