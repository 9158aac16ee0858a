import { parseEndpoint } from "@azlin/ssh";
import { findRunningVms } from "../../azure/find-running-vms.ts";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { addressCopy } from "../../copy/address-copy.ts";
import { copyEnds, vmsOf } from "../../copy/copy-ends.ts";
import { copyFiles } from "../../copy/copy-files.ts";
import { defineCommand } from "../../define-command.ts";
import { openRemote } from "../../remote/open-remote.ts";
import { rememberUse } from "../../remote/remember-use.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";

/** `azlin cp` */
export const cp = defineCommand({
  path: "cp",
  summary: "Copy files to, from and between VMs",
  description:
    "Every file is looked at first: keys, credentials, tokens and environment files stay where they are, whatever " +
    "directory they are in, and are listed with the reason. No file is ever half there; when the connection breaks " +
    "the copy goes on where it stopped. A directory with a slash at its end stands for what is in it.",
  examples: [
    ["azlin cp notes.txt todo.txt dev:docs/", "two files into a directory of the VM or session 'dev'"],
    ["azlin cp -r dev:project .", "a directory from a VM, into the current one"],
    ["azlin cp -r dev:project ci:/srv/", "from one VM to another, through this machine but not onto its disk"],
    ["azlin cp -r app dev: --allow app/.env", "with one file that looks secret"],
  ],
  arguments: {
    paths: {
      description: "one source or several, then the destination: PATH, or VM:PATH relative to the home directory",
      variadic: true,
    },
  },
  options: {
    recursive: { kind: "flag", alias: "-r", description: "copy directories with what is in them" },
    allow: {
      kind: "list",
      value: "PATH",
      description: "copy this file although it looks secret; spelled as it is listed, may be repeated",
    },
    ...SIGN_IN_OPTIONS,
  },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const ends = copyEnds(args.paths);
    const wishes = { isRecursive: args.recursive, allow: args.allow.map(parseEndpoint) };
    const azure = await openVmAzure(context);
    const { vms, fleet } = await findRunningVms(azure, vmsOf(ends), context);
    await using remote = await openRemote({ user: args.user, key: args.key, jump: args.jump }, fleet, context);
    const report = await copyFiles(addressCopy(ends, wishes, { remote, vms }), remote, context);
    if (!context.isDryRun) await rememberUse(azure, [...vms.values()], context);
    return report;
  },
});
