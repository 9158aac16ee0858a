import { ValidationError } from "@azlin/core";
import type { Scale, ScaleRule as AzureScaleRule } from "@azure/arm-appcontainers";

/** By what it is decided how many replicas an app has. */
export type ScaleRule =
  | { readonly kind: "http"; readonly name: string; readonly concurrentRequests: number }
  | { readonly kind: "cpu" | "memory"; readonly name: string; readonly utilizationPercent: number }
  | {
      readonly kind: "custom";
      readonly name: string;
      /** Name of a KEDA scaler, `azure-servicebus`. */
      readonly type: string;
      readonly metadata: Readonly<Record<string, string>>;
    };

/** How many replicas an app has. */
export interface ContainerScale {
  /** Default: 1. Nobody calls an agent, so one of no replicas would not run unless a rule wakes it. */
  readonly minReplicas?: number;
  /** Default: 10. */
  readonly maxReplicas?: number;
  readonly rules?: readonly ScaleRule[];
}

const MOST_REPLICAS = 1_000;

/** Checks a scale. @throws ValidationError (`INVALID_SCALE`). */
export function checkScale({ minReplicas = 1, maxReplicas = 10, rules = [] }: ContainerScale): void {
  if (!isRange(minReplicas, maxReplicas)) {
    throw invalidScale(`${minReplicas} to ${maxReplicas} replicas are not possible`);
  }
  const problem = problemOfRules(rules, minReplicas);
  if (problem !== undefined) throw invalidScale(problem);
}

function isRange(least: number, most: number): boolean {
  const isWhole = Number.isInteger(least) && Number.isInteger(most);
  return isWhole && least >= 0 && most >= Math.max(1, least) && most <= MOST_REPLICAS;
}

function problemOfRules(rules: readonly ScaleRule[], minReplicas: number): string | undefined {
  if (new Set(rules.map(({ name }) => name)).size < rules.length) return "two rules have the same name";
  const wrong = rules.find((rule) => !isSensible(rule));
  if (wrong !== undefined) return `the rule '${wrong.name}' says nothing that can be measured`;
  const needsOne = rules.some(({ kind }) => kind === "cpu" || kind === "memory");
  return needsOne && minReplicas === 0 ? "CPU and memory cannot be measured without a replica" : undefined;
}

/** A scale as Azure takes it. */
export function toAzureScale({ minReplicas = 1, maxReplicas = 10, rules = [] }: ContainerScale): Scale {
  return { minReplicas, maxReplicas, rules: rules.map(toAzureRule) };
}

function toAzureRule(rule: ScaleRule): AzureScaleRule {
  const { name } = rule;
  switch (rule.kind) {
    case "http":
      return { name, http: { metadata: { concurrentRequests: String(rule.concurrentRequests) } } };
    case "custom":
      return { name, custom: { type: rule.type, metadata: { ...rule.metadata } } };
    case "cpu":
    case "memory": {
      const metadata = { type: "Utilization", value: String(rule.utilizationPercent) };
      return { name, custom: { type: rule.kind, metadata } };
    }
  }
}

function isSensible(rule: ScaleRule): boolean {
  if (rule.name === "") return false;
  if (rule.kind === "http") return Number.isInteger(rule.concurrentRequests) && rule.concurrentRequests > 0;
  if (rule.kind === "custom") return rule.type !== "";
  return rule.utilizationPercent > 0 && rule.utilizationPercent <= 100;
}

function invalidScale(problem: string): ValidationError {
  return new ValidationError("INVALID_SCALE", `The app cannot be scaled like this: ${problem}.`, {
    hint: `Give whole numbers from 0 to ${MOST_REPLICAS}, the smaller first, and at least 1 for rules by CPU or memory.`,
  });
}
