import { ValidationError } from "@azlin/core";

/** Thrown for a command line that cannot be meant: unknown options, missing arguments, options that exclude each other. */
export class UsageError extends ValidationError {
  override readonly name: string = "UsageError";
  /** Usage of the command that was meant, as help shows it. */
  readonly usage: string;

  constructor(message: string, usage: string, hint: string) {
    super("USAGE", message, { hint, details: { usage } });
    this.usage = usage;
  }
}
