import { sweepOrphans } from "@azlin/sp-manager";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { openIdentities } from "../../sp/open-identities.ts";
import { requireSubscriptions } from "../../sp/require-subscriptions.ts";
import { sweepReport, sweepTable } from "../../sp/sweep-report.ts";
import { vaultUrlOf } from "../../sp/vault-url-of.ts";

/** `azlin sp sweep` */
export const spSweep = defineCommand({
  path: "sp sweep",
  summary: "Find what identities left behind: ended, deleted, or given to nobody",
  description:
    "By azlin's own marks, on whichever machine they were made. Identities whose end has come, roles of principals that are " +
    "gone, secrets that have ended, and what is in a bin. Shows what it finds; --apply takes it away.",
  examples: [
    ["azlin sp sweep --vault run-42-kv", "see what there is, in a vault, too"],
    ["azlin sp sweep --vault run-42-kv --apply", "take it away, after a question"],
  ],
  options: {
    vault: { kind: "list", value: "NAME", description: "vault to look into, by name or address; may be repeated" },
    apply: { kind: "flag", description: "delete it, after a question" },
  },
  uses: ["azure", "yes", "dryRun"],
  graceMs: 60_000,
  run: async (args, context) => {
    const azure = await openIdentities(context);
    const { signal } = context;
    const subscriptionIds = requireSubscriptions(azure);
    const vaultUrls = args.vault.map((vault) => vaultUrlOf(vault, azure));
    const found = await context.progress("Looking for what is left over", () =>
      sweepOrphans(azure, { subscriptionIds, vaultUrls, signal }),
    );
    const count = found.orphans.length;
    if (!args.apply || context.isDryRun || count === 0) return sweepReport(found);
    const facts = [
      context.formatTable(sweepTable(found)),
      `Subscriptions: ${subscriptionIds.join(", ")}`,
      "This action cannot be undone.",
    ].join("\n");
    if (!(await context.confirm({ facts, question: `Delete these ${count}?`, expected: String(count) }))) {
      return CANCELLED;
    }
    return sweepReport(
      await context.progress(`Deleting ${count} leftovers`, () =>
        sweepOrphans(azure, { subscriptionIds, vaultUrls, dryRun: false, signal }),
      ),
    );
  },
});
