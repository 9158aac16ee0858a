import type { FleetHealth, VmHealth } from "@azlin/health";
import { sameResource } from "@azlin/core";
import { isManaged } from "@azlin/tags";
import type { FleetVm } from "@azlin/vms";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { healthRounds } from "../../health/health-rounds.ts";
import { healthTable, isFine } from "../../health/health-table.ts";
import { followRounds } from "../../render/follow-rounds.ts";

const DEFAULT_INTERVAL_SECONDS = 30;
const DEFAULT_PROBE_SECONDS = 5;
/** Ctrl-C is the normal end of watching: long enough to give the terminal back. */
const GRACE_MS = 2_000;

/** `azlin health` */
export const health = defineCommand({
  path: "health",
  summary: "Check whether VMs are healthy",
  description:
    "Power state from Azure, an SSH server that shows its banner, and processor, memory and disk over SSH. One check " +
    "that fails makes a VM degraded, three in a row unhealthy. What could not be read is unknown, and no failure of the " +
    "VM. Exit code 1 when a VM is not as its user wants it, or nobody knows.",
  examples: [
    ["azlin health", "all VMs that azlin manages"],
    ["azlin health dev --watch", "one of them, again and again"],
    ["azlin health -o json", "for a program, with everything that was seen"],
  ],
  arguments: { vm: { description: "name, session or resource id of a VM (default: all)", optional: true } },
  options: {
    watch: { kind: "flag", description: "check again and again until Ctrl-C, on the whole terminal" },
    interval: {
      kind: "number",
      alias: "-i",
      value: "SECONDS",
      minimum: 1,
      maximum: 3_600,
      description: `time between two checks (default: ${DEFAULT_INTERVAL_SECONDS})`,
    },
    probeTimeout: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      maximum: 300,
      description: `time that an SSH server has to show itself (default: ${DEFAULT_PROBE_SECONDS})`,
    },
    user: { kind: "text", value: "NAME", description: "whom to sign in as (config ssh_user)" },
    key: { kind: "text", value: "PATH", description: "private key to sign in with (config ssh_key)" },
    jump: { kind: "text", value: "VM", description: "VM to go through (config ssh_jump_host)" },
  },
  uses: ["azure", "resourceGroup"],
  graceMs: GRACE_MS,
  run: async (args, context) => {
    const isMeant = await meaning(args.vm, context);
    const access = { user: args.user, key: args.key, jump: args.jump };
    const checks = { isMeant, access, sshMs: (args.probeTimeout ?? DEFAULT_PROBE_SECONDS) * 1_000 };
    if (args.watch && context.hasScreen) {
      await followRounds(
        {
          rounds: (silent) => healthRounds(checks, silent),
          picture: ({ vms }) => linesOf(vms, context),
          title: "azlin health",
          intervalMs: (args.interval ?? DEFAULT_INTERVAL_SECONDS) * 1_000,
        },
        context,
      );
      return { json: { stopped: true }, text: "Watching stopped by user." };
    }
    const rounds = healthRounds(checks, context);
    const { value } = await rounds.next();
    await rounds.return(undefined);
    // Rounds have no end of their own.
    const fleet: FleetHealth = value;
    const { vms, unread } = fleet;
    return {
      json: fleet,
      table: healthTable(vms),
      footer: [
        ...(vms.length === 0
          ? ["No VMs found."]
          : [`Total: ${vms.length} VMs, ${vms.filter(isFine).length} as wanted`]),
        ...unread.map(({ subscriptionId, error }) => `Subscription ${subscriptionId} was not read: ${error.message}`),
      ],
      failed: unread.length > 0 || !vms.every(isFine),
    };
  },
});

async function meaning(name: string | undefined, context: Context): Promise<(vm: FleetVm) => boolean> {
  if (name === undefined) return ({ tags }) => isManaged(tags);
  const { id } = await findVm(await openVmAzure(context), name, context);
  return (vm) => sameResource(vm.id, id);
}

function linesOf(vms: readonly VmHealth[], context: Context): string[] {
  return vms.length === 0 ? ["No VMs found."] : context.formatTable(healthTable(vms)).trimEnd().split("\n");
}
