const colored = process.stdout.isTTY && process.env.NO_COLOR === undefined;

/** Shows on a terminal which step is under way; the line of the finished step takes its place. */
export function printRunning(name) {
  if (process.stdout.isTTY) process.stdout.write(`… ${name}\r`);
}

/** Prints a step that is over: one line, and all of its output when it failed. */
export function printStep(name, outcome, ms) {
  const ok = outcome.failed === 0;
  const mark = ok ? paint(32, "✓") : paint(31, "✗");
  console.log(`${mark} ${name.padEnd(14)} ${(outcome.note ?? "").padEnd(48)} ${seconds(ms).padStart(8)}`);
  if (!ok && outcome.output) console.log(`${indent(outcome.output.trim())}\n`);
  for (const warning of outcome.warnings ?? []) console.log(paint(33, `! ${warning}`));
}

/** Prints the result of a script that was started by hand, and ends the process with it. */
export function exitWith(outcome) {
  if (outcome.failed > 0) console.error(outcome.output ?? "failed");
  else console.log(["ok", outcome.note].filter(Boolean).join(": "));
  process.exit(outcome.failed > 0 ? 1 : 0);
}

/** `12.3 s`. */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

function indent(text) {
  return text.replaceAll(/^/gm, "    ");
}

function paint(color, text) {
  return colored ? `\u001B[${color}m${text}\u001B[0m` : text;
}
