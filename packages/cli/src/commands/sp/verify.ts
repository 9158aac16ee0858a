import { verifySpDeleted } from "@azlin/sp-manager";
import { defineCommand } from "../../define-command.ts";
import { openIdentities } from "../../sp/open-identities.ts";

/** `azlin sp verify` */
export const spVerify = defineCommand({
  path: "sp verify",
  summary: "Prove that an identity is gone from the directory",
  description: "Exit code 1 while it is there, or when it cannot be told.",
  examples: [["azlin sp verify AzureHayMaker-vision-1a2b3c4d-admin", "neither an application nor a service principal"]],
  arguments: { name: { description: "display name of the identity" } },
  uses: ["azure"],
  run: async (args, context) => {
    const azure = await openIdentities(context);
    const isDeleted = await context.progress(`Looking for ${args.name}`, () =>
      verifySpDeleted(azure, args.name, { signal: context.signal }),
    );
    return {
      json: { name: args.name, deleted: isDeleted },
      text: isDeleted ? `${args.name} is gone.` : `${args.name} is still there.`,
      failed: !isDeleted,
    };
  },
});
