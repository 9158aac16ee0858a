import type { ManagedVm } from "./managed-vm.ts";
import type { ConfiguredSession } from "./session-config.ts";
import { parseSessionName } from "./tag-schema.ts";

/** What happens to one session of the configuration file. */
export type MigrationStep =
  | { readonly action: "write"; readonly vm: string; readonly vmId: string; readonly session: string }
  | { readonly action: "skip"; readonly vm: string; readonly session: string; readonly reason: string }
  | { readonly action: "fail"; readonly vm: string; readonly session: string; readonly reason: string };

/** The plan of `migrate-sessions`: one step for each session of the configuration file, in its order. */
export interface MigrationPlan {
  readonly steps: readonly MigrationStep[];
}

/** What {@link planSessionMigration} decides from. */
export interface MigrationFacts {
  readonly configured: readonly ConfiguredSession[];
  /** All VMs that exist in scope, managed by azlin or not. */
  readonly vms: readonly ManagedVm[];
}

/**
 * Decides, for each session of the configuration file, whether its tag is to be written. Pure: the same facts give
 * the same plan, and a plan that was carried out gives one that only skips.
 */
export function planSessionMigration({ configured, vms }: MigrationFacts): MigrationPlan {
  const holders = new Map(vms.flatMap((vm) => (vm.session === null ? [] : [[vm.session, vm] as const])));
  const planned = new Set<string>();
  const steps = configured.map((entry) => {
    const step = planStep(entry, { vms, holders, planned });
    if (step.action === "write") planned.add(step.session);
    return step;
  });
  return { steps };
}

interface Knowledge {
  readonly vms: readonly ManagedVm[];
  readonly holders: ReadonlyMap<string, ManagedVm>;
  readonly planned: ReadonlySet<string>;
}

function planStep({ vm, session }: ConfiguredSession, { vms, holders, planned }: Knowledge): MigrationStep {
  if (!isSessionName(session)) return { action: "fail", vm, session, reason: "The name is not a session name." };
  const named = vms.filter(({ name }) => name.toLowerCase() === vm.toLowerCase());
  const [found] = named;
  if (found === undefined) return { action: "skip", vm, session, reason: "The VM does not exist." };
  if (named.length > 1) {
    const places = named.map(({ resourceGroup }) => resourceGroup).join(", ");
    return { action: "fail", vm, session, reason: `VMs in several resource groups have this name: ${places}.` };
  }
  if (found.session === session) return { action: "skip", vm, session, reason: "The VM has this session already." };
  if (found.session !== null) {
    return { action: "skip", vm, session, reason: `The VM's tag says '${found.session}', and tags take precedence.` };
  }
  const holder = holders.get(session);
  if (holder !== undefined) return { action: "fail", vm, session, reason: `The VM '${holder.name}' has this session.` };
  if (planned.has(session)) return { action: "fail", vm, session, reason: "The config gives this session to two VMs." };
  return { action: "write", vm, vmId: found.id, session };
}

function isSessionName(text: string): boolean {
  try {
    parseSessionName(text);
    return true;
  } catch {
    return false;
  }
}
