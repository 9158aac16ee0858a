import { homeOf } from "../disk/authorized-keys.ts";
import { STAND_IN_DIRECTORY } from "../stand-ins/stand-in-directory.ts";
import type { SandboxJob } from "./sandbox.ts";

const SEARCH_PATH = `${STAND_IN_DIRECTORY}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

/** The environment of a job: its user's, as a login gives it, and what was asked for. */
export function jobEnvironment({ user, environment }: SandboxJob): Record<string, string> {
  return {
    HOME: homeOf(user),
    USER: user,
    LOGNAME: user,
    SHELL: "/bin/bash",
    PATH: SEARCH_PATH,
    LANG: "C.UTF-8",
    ...environment,
  };
}
