import { fromProcess } from "./outcome.mjs";
import { runNode, tool } from "./run.mjs";

/** Whether every file is formatted. */
export async function checkFormat() {
  return fromProcess(await runNode([tool("oxfmt"), "--check"]));
}

/** Types and rules of sources, tests, examples and configuration; a warning fails too. */
export async function checkLint() {
  return fromProcess(await runNode([tool("oxlint"), "--type-aware", "--type-check", "--deny-warnings"]));
}

/** Unused files, exports and dependencies. */
export async function checkUnused() {
  return fromProcess(await runNode([tool("knip"), "--no-progress", "--no-config-hints"]));
}
