import {
  ConflictError,
  InternalError,
  isAzlinError,
  PrerequisiteError,
  TransportError,
  type AzlinError,
} from "@azlin/core";
import { printable } from "../text/printable.ts";

/**
 * The error of a program that failed at one end of a copy.
 *
 * @param complaint - what it wrote to its standard error.
 */
export function programFailed(program: string, place: string, complaint: Buffer | string): AzlinError {
  const text = printable(complaint);
  if (/No space left|Disk quota exceeded/i.test(text)) {
    return new ConflictError("DISK_FULL", `The disk is full at ${place}: ${text}`, {
      hint: "Free some space there, then run the same command again.",
    });
  }
  return new TransportError("COPY_FAILED", `${program} failed at ${place}: ${text || "it did not say why"}`, {
    hint: "Nothing unfinished was left under its final name. See to the cause, then run the same command again.",
  });
}

/** Whatever ended a transfer, as one of ours. */
export function copyError(error: unknown, signal: AbortSignal | undefined): AzlinError {
  if (isAzlinError(error)) return error;
  if (isAzlinError(signal?.reason)) return signal.reason;
  const text = printable(error instanceof Error ? error.message : String(error));
  return fileError(error, text) ?? new InternalError("COPY_BROKEN", `The copy failed: ${text}`, { cause: error });
}

/** What the file system of this machine refused. */
function fileError(error: unknown, text: string): AzlinError | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new ConflictError("DISK_FULL", `The disk of this machine is full: ${text}`, {
      hint: "Free some space, then run the same command again.",
      cause: error,
    });
  }
  if (!/^E[A-Z]+$/.test(code)) return undefined;
  return new PrerequisiteError("LOCAL_FILE_FAILED", `A file of this machine cannot be used: ${text}`, {
    hint: "Check the path and who owns it.",
    cause: error,
  });
}
