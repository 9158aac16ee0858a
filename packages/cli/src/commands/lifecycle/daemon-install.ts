import { homedir } from "node:os";
import { join } from "node:path";
import { writeFileAtomic } from "@azlin/core";
import { SYSTEMD_UNIT, systemdUnit } from "@azlin/lifecycle";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { usageError } from "../../parse-arguments.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin lifecycle daemon install` */
export const daemonInstall = defineCommand({
  path: "lifecycle daemon install",
  summary: "Write a systemd unit that runs the daemon from login on",
  description: "A unit of your user: it runs as you, and needs no root. It is written, not started.",
  examples: [["azlin lifecycle daemon install --systemd", "write it, and say how to start it"]],
  options: { systemd: { kind: "flag", description: "write a systemd user unit" } },
  uses: ["azure", "dryRun"],
  run: async (args, context) => {
    if (!args.systemd) throw usageError(daemonInstall, "Say --systemd: nothing else is supported.");
    const { env } = context;
    const directory = join(env["XDG_CONFIG_HOME"] ?? join(env["HOME"] ?? homedir(), ".config"), "systemd/user");
    const path = join(directory, SYSTEMD_UNIT);
    const unit = systemdUnit({ command: commandOf(context), env: environmentOf(context) });
    if (context.isDryRun) {
      return planReport([{ action: "write", target: path, reason: "systemd looks for units there." }], { unit });
    }
    await writeFileAtomic(path, unit);
    return {
      json: { path, unit },
      text: `✓ Wrote ${path}`,
      footer: [
        `Start it with 'systemctl --user daemon-reload && systemctl --user enable --now ${SYSTEMD_UNIT}'.`,
        "To have it run without a login: 'loginctl enable-linger'.",
      ],
    };
  },
});

/** This program, run as the daemon in the foreground, for the Azure that this command would talk to. */
function commandOf({ globals }: Context): readonly string[] {
  const { cloud, transport, subscription, config } = globals;
  return [
    process.execPath,
    process.argv[1] ?? "azlin",
    "lifecycle",
    "daemon",
    "start",
    "--foreground",
    ...(cloud === undefined ? [] : ["--cloud", cloud]),
    ...(transport === undefined ? [] : ["--transport", transport]),
    ...subscription.flatMap((id) => ["--subscription", id]),
    ...(config === undefined ? [] : ["--config", config]),
  ];
}

function environmentOf({ home, env }: Context): Readonly<Record<string, string>> {
  const path = env["PATH"];
  return { AZLIN_HOME: home, ...(path !== undefined && { PATH: path }) };
}
