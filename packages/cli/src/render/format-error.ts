import { isAzlinError, InternalError, redact, type AzlinError } from "@azlin/core";
import type { Paint } from "./paint.ts";
import { safeText } from "./safe-text.ts";
import { UsageError } from "../usage-error.ts";

/** Any thrown value as an error of ours: what nobody translated is a bug. */
export function asAzlinError(thrown: unknown): AzlinError {
  if (isAzlinError(thrown)) return thrown;
  return new InternalError("INTERNAL_ERROR", redact(thrown instanceof Error ? thrown.message : String(thrown)), {
    hint: "This looks like a bug of azlin: run it again with --verbose and report what it prints.",
    cause: thrown,
  });
}

/** How an error is told to people: what, then the way out, then usage; with `verbose` where it came from. */
export function formatError(error: AzlinError, paint: Paint, verbose: boolean): string {
  const lines = [`${paint.red("Error:")} ${multiline(error.message)}`];
  if (error.hint !== undefined) lines.push(multiline(error.hint));
  if (error instanceof UsageError) lines.push("", error.usage);
  if (verbose) lines.push("", ...stacksOf(error));
  return `${lines.join("\n")}\n`;
}

function multiline(text: string): string {
  return text.split("\n").map(safeText).join("\n");
}

function stacksOf(error: unknown): string[] {
  const stacks: string[] = [];
  for (let current = error; current instanceof Error && stacks.length < 5; current = current.cause) {
    stacks.push(paintless(current.stack ?? String(current)));
  }
  return stacks;
}

function paintless(stack: string): string {
  return redact(multiline(stack));
}
