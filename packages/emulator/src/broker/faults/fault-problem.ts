import { FAULT_POINTS, type BrokerFault, type FaultCondition } from "./broker-fault.ts";

const CONDITIONS = new Set(["detach", "closeConnection", "reject"]);
const SWITCHES = new Set(["reset", "throttle", "swallow", "drop", "duplicate"]);

/** What is wrong with a fault; `undefined` when nothing is. */
export function faultProblem({ on, times = 1, probability = 1, effect }: BrokerFault): string | undefined {
  if (!FAULT_POINTS.includes(on)) return `'on' is none of ${FAULT_POINTS.join(", ")}`;
  if (!Number.isInteger(times) || times < 1) return "'times' is not a whole number above zero";
  if (!(probability >= 0 && probability <= 1)) return "'probability' is not from 0 to 1";
  return effectProblem(Object.entries(effect));
}

function effectProblem(entries: readonly (readonly [string, unknown])[]): string | undefined {
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0) return "'effect' has to name exactly one effect";
  return isEffect(...entry) ? undefined : `the effect '${entry[0]}' is none that the broker knows`;
}

function isEffect(name: string, value: unknown): boolean {
  if (SWITCHES.has(name)) return value === true;
  if (name === "freezeMs") return typeof value === "number" && value > 0;
  return CONDITIONS.has(name) && typeof (value as FaultCondition | undefined)?.condition === "string";
}
