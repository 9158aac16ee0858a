import { secretLooking, type EnvVariables } from "@azlin/vms";
import type { EnvWishes } from "./change-env.ts";

/** What to ask before variables that look like secrets are written in clear text; `undefined` when none does. */
export function secretsQuestion(variables: EnvVariables): EnvWishes["question"] {
  const secrets = Object.entries(variables).flatMap(([name, value]) => {
    const reason = secretLooking(name, value);
    return reason === undefined ? [] : [`  ${name}: ${reason}`];
  });
  if (secrets.length === 0) return undefined;
  return (vm) => ({
    facts: [`These look like secrets, and would be in clear text in ~/.bashrc of VM '${vm}':`, ...secrets].join("\n"),
    question: "Write them all the same?",
  });
}
