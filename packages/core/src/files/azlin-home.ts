import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * The directory of azlin's own files: `AZLIN_HOME`, else `.azlin` in the home directory. Always absolute.
 *
 * @param env - the environment, usually `process.env`.
 */
export function azlinHome(env: Readonly<Record<string, string | undefined>>): string {
  const chosen = env["AZLIN_HOME"];
  if (chosen !== undefined && chosen !== "") return resolve(chosen);
  return join(env["HOME"] || env["USERPROFILE"] || homedir(), ".azlin");
}
