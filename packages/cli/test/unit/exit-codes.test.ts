import {
  AuthenticationError,
  ConflictError,
  DeadlineError,
  InternalError,
  NotFoundError,
  PermissionError,
  PrerequisiteError,
  ProvisioningError,
  ValidationError,
} from "@azlin/core";
import { expect, it } from "vitest";
import { exitCodeOf } from "../../src/exit-codes.ts";
import { InterruptedError } from "../../src/interrupted-error.ts";

const late = { operation: "waiting", afterMs: 1 };

it.each([
  [new ValidationError("X", "x"), 2],
  [new PrerequisiteError("X", "x"), 2],
  [new AuthenticationError("X", "x"), 3],
  [new PermissionError("X", "x"), 3],
  [new ProvisioningError("X", "x"), 4],
  [new DeadlineError("SSH_NOT_READY", "x", late), 5],
  [new DeadlineError("CLOUD_INIT_NOT_DONE", "x", late), 5],
  [new DeadlineError("TIMED_OUT", "x", late), 1],
  [new InterruptedError(), 130],
  [new ConflictError("X", "x"), 1],
  [new NotFoundError("X", "x"), 1],
  [new InternalError("X", "x"), 1],
  [new Error("x"), 1],
])("%s ends with %i", (error, code) => {
  expect(exitCodeOf(error)).toBe(code);
});
