import { listHaymakerServicePrincipals, listManagedIdentities, type ManagedIdentity } from "@azlin/sp-manager";
import { defineCommand } from "../../define-command.ts";
import { openIdentities } from "../../sp/open-identities.ts";

/** `azlin sp list` */
export const spList = defineCommand({
  path: "sp list",
  summary: "List the identities that azlin made",
  description: "By the mark that azlin puts on them. What merely has a name like theirs is shown by --all alone.",
  examples: [["azlin sp list --all", "also service principals with names like ours"]],
  options: { all: { kind: "flag", description: "also what others made under such names" } },
  uses: ["azure"],
  run: async (args, context) => {
    const azure = await openIdentities(context);
    const { signal } = context;
    const identities: ManagedIdentity[] = [];
    let others: string[] = [];
    await context.progress("Listing identities", async () => {
      for await (const one of listManagedIdentities(azure, { signal })) identities.push(one);
      if (!args.all) return;
      const ours = new Set(identities.map(({ spName }) => spName));
      const names = await listHaymakerServicePrincipals(azure, { signal });
      others = names.filter((name) => !ours.has(name));
    });
    const sorted = identities.toSorted((left, right) => (left.spName < right.spName ? -1 : 1));
    return {
      json: args.all ? { identities: sorted, others } : sorted,
      table: {
        columns: ["NAME", "SCENARIO", "RUN", "ENDS", "SECRET", "CLIENT ID"],
        rows: [
          ...sorted.map(({ spName, scenarioName, runId, expiresAt, secret, clientId }) => {
            return [spName, scenarioName, runId, expiresAt, secret?.name ?? null, clientId];
          }),
          ...others.map((name) => [name, null, null, null, null, null]),
        ],
      },
      ...(sorted.length + others.length === 0 && { text: "There are none." }),
    };
  },
});
