import { runProgram } from "./child.mjs";

/** Bash times a function with all the programs that it has waited for; their own output stays apart. */
const TIMED = (script) => `main() {\n${script}\n}\nTIMEFORMAT="%3R %3U %3S"\n{ time main 2>&3; } 3>&2 2>&1`;

/**
 * Runs a bash script to its end.
 *
 * @returns milliseconds that passed, milliseconds of a processor that it and all its programs took, and its output.
 * @throws Error when it does not end with 0
 */
export async function timedScript(script, options) {
  const { stdout } = await runProgram("bash", ["-c", TIMED(script)], options);
  const lines = stdout.trimEnd().split("\n");
  const [wall, user, system] = lines.pop().split(" ").map(Number);
  return { ms: wall * 1_000, cpuMs: (user + system) * 1_000, stdout: lines.join("\n") };
}
