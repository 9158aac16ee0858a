import type { EnvChange, EnvVariables } from "@azlin/vms";
import type { PlannedAction } from "../render/plan-report.ts";

/** What a change does to the variables of a VM, one by one and without their values. Pure. */
export function envPlan(current: EnvVariables, change: EnvChange): PlannedAction[] {
  const { clear = false, set = {}, delete: names = [] } = change;
  const going = Object.keys(current).filter((name) => (clear || names.includes(name)) && set[name] === undefined);
  const coming = Object.entries(set).filter(([name, value]) => current[name] !== value);
  return [
    ...going.map((name) => ({ action: "delete", target: name, reason: "It is set now." })),
    ...coming.map(([name]) =>
      current[name] === undefined
        ? { action: "set", target: name, reason: "It is new." }
        : { action: "change", target: name, reason: "It has another value now." },
    ),
  ];
}
