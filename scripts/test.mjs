import "./check-node.mjs";
import { parseArgs } from "node:util";
import { printStep, seconds } from "./print.mjs";
import { schedule } from "./schedule.mjs";
import { STEPS, withPredecessors } from "./steps.mjs";

const USAGE = `usage: npm test -- [--only NAME,…] [--with NAME,…] [--list]
  --only  runs these steps and what they need; "checks" stands for all but tests and examples
  --with  runs these extra steps too
  --list  lists the steps`;

const started = performance.now();

try {
  const options = { only: { type: "string" }, with: { type: "string" }, list: { type: "boolean" } };
  const { values } = parseArgs({ options });
  if (values.list) listSteps();
  else await runSteps(chosenSteps(values));
} catch (error) {
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = 2;
}

function listSteps() {
  for (const { name, title, extra } of STEPS) {
    console.log(`${name.padEnd(14)} ${title}${extra ? " (only by --with)" : ""}`);
  }
}

async function runSteps(names) {
  const times = new Map();
  const onDone = (name, outcome, ms) => {
    times.set(name, ms);
    printStep(name, outcome, ms);
  };
  const outcomes = await schedule(withPredecessors(names), { limit: 2, onDone });
  const passed = sum(outcomes, "passed");
  const failed = sum(outcomes, "failed");
  printSummary(outcomes, times);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function printSummary(outcomes, times) {
  console.log(`\n${row("step", "passed", "failed", "time")}`);
  for (const { name } of STEPS.filter((step) => outcomes.has(step.name))) {
    const { passed, failed } = outcomes.get(name);
    console.log(row(name, passed, failed, seconds(times.get(name))));
  }
  console.log(row("all", sum(outcomes, "passed"), sum(outcomes, "failed"), seconds(performance.now() - started)));
  const warnings = [...outcomes.values()].flatMap((outcome) => outcome.warnings ?? []);
  for (const warning of warnings) console.log(`! ${warning}`);
}

function row(...cells) {
  const [name, ...numbers] = cells.map(String);
  return [name.padEnd(14), ...numbers.map((cell) => cell.padStart(9))].join("");
}

function sum(outcomes, field) {
  return [...outcomes.values()].reduce((total, outcome) => total + outcome[field], 0);
}

function chosenSteps({ only, with: extra = "" }) {
  if (only !== undefined) return stepNames(only);
  return [...STEPS.filter((step) => !step.extra).map((step) => step.name), ...stepNames(extra)];
}

function stepNames(text) {
  const checks = STEPS.filter((step) => !step.extra && !["tests", "examples"].includes(step.name));
  return text
    .split(",")
    .filter(Boolean)
    .flatMap((name) => {
      if (name === "checks") return checks.map((step) => step.name);
      if (!STEPS.some((step) => step.name === name)) throw new Error(`There is no step '${name}'.`);
      return [name];
    });
}
