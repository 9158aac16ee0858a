import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { followRounds } from "../../render/follow-rounds.ts";
import { usageRounds } from "../../top/usage-rounds.ts";
import { usageTable } from "../../top/usage-table.ts";
import type { VmUsage } from "../../top/vm-usage.ts";

const DEFAULT_INTERVAL_SECONDS = 10;
const DEFAULT_ANSWER_SECONDS = 5;
/** Ctrl-C is the normal end: long enough to give the terminal back. */
const GRACE_MS = 2_000;

/** `azlin top` */
export const top = defineCommand({
  path: "top",
  summary: "Show how busy the VMs are",
  description:
    "On a terminal the table is refreshed until Ctrl-C; off it, with --once or with another --output there is one " +
    "reading. What a VM does not tell is '-', never 0.",
  examples: [
    ["azlin top", "all VMs that azlin manages, every 10 s"],
    ["azlin top -i 2 --rg ci", "one resource group, every 2 s"],
    ["azlin top --once -o json", "one reading, for a program"],
  ],
  options: {
    interval: {
      kind: "number",
      alias: "-i",
      value: "SECONDS",
      minimum: 1,
      maximum: 3_600,
      description: `time between two readings (default: ${DEFAULT_INTERVAL_SECONDS})`,
    },
    answerTimeout: {
      kind: "number",
      alias: "-t",
      value: "SECONDS",
      minimum: 1,
      maximum: 300,
      description: `time that a VM has to answer (default: ${DEFAULT_ANSWER_SECONDS})`,
    },
    once: { kind: "flag", description: "one reading" },
    user: { kind: "text", value: "NAME", description: "whom to sign in as (config ssh_user)" },
    key: { kind: "text", value: "PATH", description: "private key to sign in with (config ssh_key)" },
    jump: { kind: "text", value: "VM", description: "VM to go through (config ssh_jump_host)" },
  },
  uses: ["azure", "resourceGroup"],
  graceMs: GRACE_MS,
  run: async (args, context) => {
    const access = { user: args.user, key: args.key, jump: args.jump };
    const timeoutMs = (args.answerTimeout ?? DEFAULT_ANSWER_SECONDS) * 1_000;
    const isForPeople = (context.globals.output ?? "table") === "table" && context.hasScreen;
    if (isForPeople && !args.once) {
      await followRounds(
        {
          rounds: (silent) => usageRounds({ access, timeoutMs }, silent),
          picture: (vms) => linesOf(vms, context),
          title: "azlin top",
          intervalMs: (args.interval ?? DEFAULT_INTERVAL_SECONDS) * 1_000,
        },
        context,
      );
      return { json: { stopped: true }, text: "Dashboard stopped by user." };
    }
    const rounds = usageRounds({ access, timeoutMs }, context);
    const { value } = await rounds.next();
    const vms: readonly VmUsage[] = value ?? [];
    await rounds.return(undefined);
    return {
      json: { vms },
      table: usageTable(vms),
      footer: vms.length === 0 ? ["No VMs found."] : [],
      failed: vms.some(({ status }) => status === "no-answer"),
    };
  },
});

function linesOf(vms: readonly VmUsage[], context: Context): string[] {
  return vms.length === 0 ? ["No VMs found."] : context.formatTable(usageTable(vms)).trimEnd().split("\n");
}
