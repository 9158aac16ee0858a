import { PrerequisiteError } from "@azlin/core";

/** What somebody is told who asks a daemon that is not there. */
export function daemonNotRunning(): PrerequisiteError {
  return new PrerequisiteError("DAEMON_NOT_RUNNING", "The lifecycle daemon is not running.", {
    hint: "Start it with 'azlin lifecycle daemon start'.",
  });
}
