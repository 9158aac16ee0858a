import type { OperationError } from "../world/operation-engine.ts";
import { ArmError } from "./arm-error.ts";

/** What an operation's poll tells of an error. */
export function toOperationError(cause: unknown): OperationError {
  if (cause instanceof ArmError) {
    const { target, details } = cause.options;
    return {
      code: cause.code,
      message: cause.message,
      ...(target !== undefined && { target }),
      ...(details !== undefined && { details }),
    };
  }
  return { code: "InternalServerError", message: cause instanceof Error ? cause.message : String(cause) };
}
