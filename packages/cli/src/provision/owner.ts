import { userInfo } from "node:os";
import type { Environment } from "@azlin/core";

/** Who new VMs belong to: the person that is signed in to this machine. */
export function ownerOf(env: Environment): string {
  return env["USER"] || env["LOGNAME"] || env["USERNAME"] || userInfo().username;
}
