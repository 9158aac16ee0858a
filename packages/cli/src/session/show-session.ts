import { isAzlinError } from "@azlin/core";
import { permissionWarning, readConfiguredSessions, SessionResolver } from "@azlin/tags";
import { openTagManager } from "../azure/open-tag-manager.ts";
import { findVm, openVmAzure } from "../azure/open-vm-azure.ts";
import type { Context } from "../context.ts";
import type { Report } from "../render/report.ts";

/** Failures for which the configuration file may stand in. */
const FALLS_BACK = ["PERMISSION_DENIED", "TRANSPORT_FAILED", "TIMED_OUT", "THROTTLED"];

/** The session name of a VM and where it is from: its tag, else the configuration file. */
export async function showSession(text: string, context: Context): Promise<Report> {
  const { path: configPath } = await context.configSource();
  const azure = await openVmAzure(context);
  try {
    const vm = await findVm(azure, text, context);
    const resolver = new SessionResolver({ tags: await openTagManager(context), configPath });
    const { session, source, warnings } = await resolver.resolveSession(vm.id, context.operation);
    for (const warning of warnings) context.warn(warning);
    return sessionReport({ vm: vm.name, session, source });
  } catch (error) {
    return configuredSession(text, { configPath, error }, context);
  }
}

/** What the configuration file says when Azure cannot be asked. */
async function configuredSession(
  vm: string,
  { configPath, error }: { readonly configPath: string; readonly error: unknown },
  context: Context,
): Promise<Report> {
  if (context.signal.aborted || !FALLS_BACK.some((code) => isAzlinError(error, code))) throw error;
  const found = (await readConfiguredSessions(configPath)).find((entry) => entry.vm === vm);
  if (found === undefined) throw error;
  context.warn(warningOf(error));
  return sessionReport({ vm, session: found.session, source: "config" });
}

function warningOf(error: unknown): string {
  if (!isAzlinError(error, "PERMISSION_DENIED")) {
    return `Unable to read VM tags: ${String(error)}\nFalling back to local config file for session resolution.`;
  }
  const action = error.details["requiredAction"];
  return permissionWarning(typeof action === "string" ? action : "Microsoft.Compute/virtualMachines/read");
}

function sessionReport(found: { vm: string; session: string | null; source: string | null }): Report {
  const { vm, session } = found;
  const text =
    session === null
      ? `No session name set for VM '${vm}'\nSet one with: azlin session ${vm} <session_name>`
      : `Session name for '${vm}': ${session}`;
  return { json: found, text };
}
