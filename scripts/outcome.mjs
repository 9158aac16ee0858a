/**
 * What a step came to.
 *
 * @typedef {object} Outcome
 * @property {number} passed  checks or tests that passed
 * @property {number} failed  checks or tests that failed
 * @property {string} [output]  what to show when something failed
 * @property {string} [note]  a few words for the step's line
 * @property {string[]} [warnings]  what was left out, shown loudly
 */

/** The outcome of one check that lists what is wrong. */
export function fromProblems(problems, note = "") {
  return problems.length === 0
    ? { passed: 1, failed: 0, note }
    : { passed: 0, failed: 1, output: problems.join("\n"), note: count(problems.length, "problem") };
}

/** The outcome of one check that is a program. */
export function fromProcess({ code, output }, note = "") {
  return code === 0 ? { passed: 1, failed: 0, note } : { passed: 0, failed: 1, output, note: `exit code ${code}` };
}

/** Many outcomes as one check; the outputs of those that failed are kept, each below its name. */
export function asOneCheck(outcomes) {
  const failed = [...outcomes].filter(([, outcome]) => outcome.failed > 0);
  if (failed.length === 0) return { passed: 1, failed: 0, note: count(outcomes.size, "package") };
  return {
    passed: 0,
    failed: 1,
    output: failed.map(([name, outcome]) => `${name}\n${outcome.output ?? outcome.note}`.trimEnd()).join("\n\n"),
    note: `${failed.length} of ${count(outcomes.size, "package")}`,
  };
}

/** `1 package`, `2 packages`. */
export function count(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
