import { operationErrorOf, resourceKey, toAzlinError, type AzureErrorBody } from "@azlin/core";
import { isGone } from "../azure/is-gone.ts";
import { DELETE_ERROR_RULES, type DeleteErrorClass, type DeleteErrorRule } from "./delete-error-table.ts";

/** What can be told from an error of a deletion. Plain data. */
export interface DeleteError {
  readonly class: DeleteErrorClass;
  /** Azure's code, or Node's; `null` without one. */
  readonly code: string | null;
  readonly status: number | null;
  readonly message: string;
  /** Milliseconds that Azure asks to wait; `null` when it does not. */
  readonly retryAfterMs: number | null;
  /** Ids that the error names besides the resource itself: what is in the way. */
  readonly blockers: readonly string[];
  /** Whether the class is only the most likely one. */
  readonly isGuess: boolean;
}

/** What rules look at. */
interface Facts {
  readonly code: string | null;
  readonly status: number | null;
  readonly details: readonly string[];
}

/**
 * Tells by status and codes what an error of a deletion means; its text is only read for ids and for a time to wait. Pure.
 *
 * @param error - what an official client or {@link toAzlinError} threw; also the failure of a long-running operation.
 * @param target - id of what was to be deleted.
 */
export function classifyDeleteError(error: unknown, target: string): DeleteError {
  const translated = toAzlinError(error, { operation: "delete the resource", resource: target });
  const body = operationErrorOf(error);
  const { statusCode, azureCode, azureDetails, retryAfterMs } = translated.details;
  const code = typeof azureCode === "string" ? azureCode : (body?.code ?? null);
  const status = typeof statusCode === "number" ? statusCode : null;
  const text = [translated.message, JSON.stringify(azureDetails ?? []), JSON.stringify(body ?? {})].join("\n");
  const rule = ruleFor({ code, status, details: codesIn(azureDetails, body) }, translated.name);
  return {
    class: rule.class,
    code,
    status,
    message: translated.message,
    retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : waitIn(text),
    blockers: idsIn(text, target),
    isGuess: rule.isGuess === true,
  };
}

function ruleFor(facts: Facts, family: string): DeleteErrorRule {
  if (isGone(facts.status, facts.code)) return { class: "gone" };
  const rule = DELETE_ERROR_RULES.find((candidate) => fits(candidate, facts));
  if (rule !== undefined) return rule;
  if (family === "AuthenticationError") return { class: "auth" };
  // An operation that failed without a code that says why, or an answer that never came.
  const isPassing = family === "TransportError" || family === "DeadlineError" || family === "ProvisioningError";
  return isPassing ? { class: "transient", isGuess: true } : { class: "fatal" };
}

function fits({ code, detail, status }: DeleteErrorRule, facts: Facts): boolean {
  if (code !== undefined && !(facts.code !== null && code.test(facts.code))) return false;
  if (detail !== undefined && !facts.details.some((one) => detail.test(one))) return false;
  return status === undefined || (facts.status !== null && status.includes(facts.status));
}

/** Codes of all sub-errors, however deep. */
function codesIn(details: unknown, body: AzureErrorBody | undefined): string[] {
  const codes: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      if (name === "code" && typeof member === "string") codes.push(member);
      else visit(member);
    }
  };
  visit(details);
  visit(body?.details);
  return codes;
}

/** `… can be retried in 14 seconds`: some providers say it nowhere else. */
function waitIn(text: string): number | null {
  const seconds = /retried in (?<seconds>\d{1,4}) seconds/i.exec(text)?.groups?.["seconds"];
  return seconds === undefined ? null : Number(seconds) * 1_000;
}

function idsIn(text: string, target: string): string[] {
  const own = resourceKey(target);
  const ids = new Map<string, string>();
  for (const [found] of text.matchAll(/\/subscriptions\/[^\s'"`,;()[\]{}\\]+/gi)) {
    const id = found.replace(/[.:/]+$/, "");
    const key = resourceKey(id);
    if (key !== own && !key.startsWith(`${own}/`)) ids.set(key, id);
  }
  return [...ids.values()];
}
