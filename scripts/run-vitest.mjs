import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count } from "./outcome.mjs";
import { run, tool } from "./run.mjs";
import { readJson, root } from "./workspace.mjs";

/** A run that takes longer than this hangs somewhere. */
const LIMIT_MS = 15 * 60_000;

/** All tests. */
export function runTests() {
  return runVitest({ args: [] });
}

/** All tests, and what share of the code they run, which takes a tenth more time. */
export async function runTestsWithCoverage() {
  const outcome = await runVitest({ args: ["--coverage"] });
  const summary = join(root, "coverage", "coverage-summary.json");
  if (outcome.failed > 0 || !existsSync(summary)) return outcome;
  const { lines, branches } = readJson(summary).total;
  return { ...outcome, note: `${outcome.note}, ${lines.pct} % of lines, ${branches.pct} % of branches` };
}

/** The unit tests on another major version of Node, which npm fetches. */
export async function runUnitTestsOn(major) {
  const find = await run("npm", ["exec", "--yes", `--package=node@${major}`, "--", "node", "-p", "process.execPath"]);
  if (find.code !== 0) return { passed: 0, failed: 1, output: `npm could not fetch node@${major}.\n${find.output}` };
  return runVitest({ node: find.stdout.trim(), args: ["test/unit"] });
}

async function runVitest({ node = process.execPath, args }) {
  const folder = mkdtempSync(join(tmpdir(), "azlin-vitest-"));
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  try {
    const { code, output } = await run(node, [tool("vitest"), "run", "--no-color", ...reporters, ...args], {
      timeoutMs: LIMIT_MS,
    });
    if (!existsSync(report)) return { passed: 0, failed: 1, output, note: `exit code ${code}` };
    return { ...counts(readJson(report), code), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function counts(report, code) {
  // A file that cannot be loaded has no tests to count, and an error outside of tests only shows in the exit code.
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = report.numFailedTests + broken.length;
  const skipped = report.numPendingTests + report.numTodoTests;
  return {
    passed: report.numPassedTests,
    failed: code === 0 ? failed : Math.max(failed, 1),
    note: count(report.numTotalTests, "test"),
    warnings: skipped === 0 ? [] : [`SKIPPED ${count(skipped, "test")}: components that are not on this machine`],
  };
}
