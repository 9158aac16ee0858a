import { forgetConfiguredSessions, readConfiguredSessions } from "@azlin/tags";
import type { Context } from "../context.ts";

/** Takes a VM's session out of the configuration file, where it would come back from. */
export async function forgetSession(vmName: string, context: Context): Promise<void> {
  const { path } = await context.configSource();
  const configured = await readConfiguredSessions(path);
  const found = configured.find(({ vm }) => vm === vmName);
  if (found === undefined) return;
  await forgetConfiguredSessions(path, [vmName]);
  context.note(`Removed the session '${found.session}' of '${vmName}' from ${path}.`);
}
