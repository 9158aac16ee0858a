import { defineCommand } from "../../define-command.ts";
import { writeUserFile } from "../../files/write-user-file.ts";
import { ownPublicKey } from "../../keys/own-public-key.ts";
import { planReport } from "../../render/plan-report.ts";
import { privateKeyPath } from "../../remote/private-key-path.ts";

const MODE = 0o644;

/** `azlin keys export` */
export const keysExport = defineCommand({
  path: "keys export",
  summary: "Print the public key, or write it to a file",
  description: "Only the public half: the private one never leaves its file this way.",
  examples: [
    ["azlin keys export", "print it, to paste it elsewhere"],
    ["azlin keys export azlin.pub", "into a file"],
  ],
  arguments: { file: { description: "file to write (default: print it)", optional: true } },
  options: {
    force: { kind: "flag", description: "replace the file when it is there" },
    key: { kind: "text", value: "PATH", description: "private key whose public half it is (config ssh_key)" },
  },
  uses: ["dryRun"],
  run: async (args, context) => {
    const keyPath = await privateKeyPath(args.key, context);
    const publicKey = await ownPublicKey(keyPath);
    if (args.file === undefined) return { json: { keyPath, publicKey, file: null }, text: publicKey };
    if (context.isDryRun) {
      return planReport([{ action: "write", target: args.file, reason: `The public half of ${keyPath}.` }]);
    }
    const file = await writeUserFile({ path: args.file, text: `${publicKey}\n`, mode: MODE, isForced: args.force });
    return { json: { keyPath, publicKey, file }, text: `Wrote ${file}.` };
  },
});
