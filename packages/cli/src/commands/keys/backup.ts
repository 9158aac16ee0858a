import { join, resolve } from "node:path";
import { backupKey } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { keyBackups } from "../../keys/key-backups.ts";
import { ownPublicKey } from "../../keys/own-public-key.ts";
import { planReport } from "../../render/plan-report.ts";
import { privateKeyPath } from "../../remote/private-key-path.ts";

/** `azlin keys backup` */
export const keysBackup = defineCommand({
  path: "keys backup",
  summary: "Copy the SSH key to a directory of its own",
  description:
    "Both halves, in a directory named after the time that only you can read. The copy is not encrypted: keep it " +
    "where you would keep the key.",
  examples: [
    ["azlin keys backup", "into ~/.azlin/key_backups"],
    ["azlin keys backup --destination /media/stick/keys", "elsewhere"],
  ],
  options: {
    destination: {
      kind: "text",
      value: "DIR",
      description: "directory for the copy's own directory (default: ~/.azlin/key_backups)",
    },
    key: { kind: "text", value: "PATH", description: "private key to copy (config ssh_key)" },
  },
  uses: ["dryRun"],
  run: async (args, context) => {
    const keyPath = await privateKeyPath(args.key, context);
    const directory = resolve(args.destination ?? keyBackups(context.home));
    // Refused before anything is made.
    await ownPublicKey(keyPath);
    if (context.isDryRun) {
      return planReport([{ action: "copy", target: join(directory, "<time>"), reason: `The key ${keyPath}.` }]);
    }
    const backup = await backupKey(keyPath, directory, new Date(context.clock.now()));
    return { json: { keyPath, backup }, text: `Copied ${keyPath} to ${backup}.` };
  },
});
