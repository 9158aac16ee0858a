import { deleteServicePrincipal } from "@azlin/sp-manager";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { planReport } from "../../render/plan-report.ts";
import { deletionReport } from "../../sp/deletion-report.ts";
import { openIdentities } from "../../sp/open-identities.ts";
import { planSpDeletion } from "../../sp/plan-sp-deletion.ts";
import { vaultUrlOf } from "../../sp/vault-url-of.ts";
import { withIdentitiesJournal } from "../../sp/with-identities-journal.ts";

/** `azlin sp delete` */
export const spDelete = defineCommand({
  path: "sp delete",
  summary: "Delete an identity with its roles and its secret, and look whether it is gone",
  description:
    "Only what azlin made. For good by default: out of the directory's deleted items, and out of the vault's. What is not there " +
    "is no error.",
  examples: [
    ["azlin sp delete AzureHayMaker-vision-1a2b3c4d-admin", "after a question"],
    ["azlin sp delete AzureHayMaker-vision-1a2b3c4d-admin --yes --keep-deleted", "so that it could be restored"],
  ],
  arguments: { name: { description: "display name of the identity" } },
  options: {
    keepDeleted: { kind: "flag", description: "leave it among the directory's deleted items, for 30 days" },
    keepSecret: { kind: "flag", description: "leave the secret among the vault's deleted ones" },
    vault: {
      kind: "text",
      value: "NAME",
      description: "where its secret is, by name or address, when its application is gone and no journal tells",
    },
  },
  uses: ["azure", "yes", "dryRun"],
  graceMs: 60_000,
  run: async (args, context) => {
    const name = args.name;
    const azure = await openIdentities(context);
    const vaultUrl = args.vault === undefined ? undefined : vaultUrlOf(args.vault, azure);
    return withIdentitiesJournal(context, async (journal, signal) => {
      const plan = await context.progress(`Looking for ${name}`, () =>
        planSpDeletion(azure, { name, journal, vaultUrl, keepDeleted: args.keepDeleted, signal }),
      );
      if (context.isDryRun) return planReport(plan);
      if (plan.length === 0) {
        return { json: { spName: name, parts: [], isGone: true }, text: `There is no '${name}' of azlin's.` };
      }
      const facts = [
        `Subscriptions: ${azure.transport.subscriptionIds.join(", ")}`,
        ...plan.map(({ action, target }) => `${action}: ${target}`),
        "This action cannot be undone.",
      ].join("\n");
      if (!(await context.confirm({ facts, question: `Delete '${name}'?` }))) return CANCELLED;
      const options = { journal, signal, permanently: !args.keepDeleted, purgesSecret: !args.keepSecret };
      const deletion = await context.progress(`Deleting ${name}`, () =>
        deleteServicePrincipal(azure, name, { ...options, ...(vaultUrl !== undefined && { vaultUrl }) }),
      );
      return deletionReport(deletion);
    });
  },
});
