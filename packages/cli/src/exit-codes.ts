import {
  AuthenticationError,
  DeadlineError,
  PermissionError,
  PrerequisiteError,
  ProvisioningError,
  ValidationError,
} from "@azlin/core";
import { InterruptedError } from "./interrupted-error.ts";

/** The exit codes of the program; nothing else sets one. */
export const EXIT = {
  done: 0,
  /** Failed, or partly failed. */
  failed: 1,
  /** Usage, configuration or prerequisites. */
  usage: 2,
  /** Authentication or permission. */
  access: 3,
  /** SSH key or provisioning. */
  provisioning: 4,
  /** Waiting for SSH or cloud-init ran out. */
  waiting: 5,
  interrupted: 130,
} as const;

/** One of {@link EXIT}, or the code of a remote command. */
export type ExitCode = number;

/** Codes of the deadlines that a new VM has: until SSH answers, until cloud-init is done. */
const WAITING = /^(?:SSH|CLOUD_INIT)_/;

const CODES: readonly (readonly [matches: (error: unknown) => boolean, code: ExitCode])[] = [
  [(error) => error instanceof InterruptedError, EXIT.interrupted],
  [(error) => error instanceof ValidationError || error instanceof PrerequisiteError, EXIT.usage],
  [(error) => error instanceof AuthenticationError || error instanceof PermissionError, EXIT.access],
  [(error) => error instanceof ProvisioningError, EXIT.provisioning],
  [(error) => error instanceof DeadlineError && WAITING.test(error.code), EXIT.waiting],
];

/** The exit code that tells what kind of error ended a command. */
export function exitCodeOf(error: unknown): ExitCode {
  return CODES.find(([matches]) => matches(error))?.[1] ?? EXIT.failed;
}
