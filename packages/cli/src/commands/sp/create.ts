import { applyIdentity, describePlan, gatherIdentityFacts, planIdentity } from "@azlin/sp-manager";
import { defineCommand } from "../../define-command.ts";
import { usageError } from "../../parse-arguments.ts";
import { planReport } from "../../render/plan-report.ts";
import { identityReport } from "../../sp/identity-report.ts";
import { identityRequest } from "../../sp/identity-wishes.ts";
import { openIdentities } from "../../sp/open-identities.ts";
import { withIdentitiesJournal } from "../../sp/with-identities-journal.ts";

/** `azlin sp create` */
export const spCreate = defineCommand({
  path: "sp create",
  summary: "Make an identity for a scenario of a run, and wait until it works",
  description:
    "An application with its service principal, a credential and roles: all of it, or nothing. What a kill leaves half made " +
    "'azlin sp recover' takes away. A secret goes into a Key Vault and is never shown.",
  examples: [
    [
      "azlin sp create vision --run run-42 --role Reader --issuer https://token.actions.githubusercontent.com --subject repo:me/app:ref:refs/heads/main",
      "without a secret, in the resource groups of the run",
    ],
    [
      "azlin sp create vision --run run-42 --role Reader --rg run-42 --credential secret --vault run-42-kv --hours 2",
      "with a secret in a vault, in one resource group",
    ],
  ],
  arguments: { scenario: { description: "name of the scenario" } },
  options: {
    run: { kind: "text", value: "ID", description: "run that it belongs to: part of its names" },
    role: { kind: "list", value: "NAME", description: "role by its name, or id of its definition; may be repeated" },
    scope: {
      kind: "list",
      value: "ID",
      description:
        "resource id, or name of a resource group; may be repeated (default: the groups tagged with the run)",
    },
    credential: {
      kind: "text",
      value: "KIND",
      choices: ["federated", "certificate", "secret"],
      description: "how it signs in (default: federated, which has no secret)",
    },
    issuer: { kind: "text", value: "URL", description: "federated: who gives the tokens" },
    subject: { kind: "text", value: "TEXT", description: "federated: to whom they are given" },
    certificate: { kind: "text", value: "FILE", description: "certificate: PEM without its key" },
    vault: { kind: "text", value: "NAME", description: "secret: Key Vault that keeps it, by name or address" },
    hours: { kind: "number", value: "N", fraction: true, minimum: 0, description: "length of the run (default: 8)" },
    condition: { kind: "text", value: "TEXT", description: "ABAC condition on every role assignment" },
    allowPrivileged: { kind: "flag", description: "also roles that can give roles, on a whole subscription" },
    tenant: { kind: "text", value: "ID", description: "tenant to sign in to as it (default: the subscription's)" },
    fixedWait: {
      kind: "number",
      value: "SECONDS",
      minimum: 0,
      description: "wait so long instead of looking whether it works",
    },
    readyWithin: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      description: "take it back when it does not work by then (default: 600)",
    },
  },
  exclusive: [["fixedWait", "readyWithin"]],
  uses: ["azure", "resourceGroup", "dryRun"],
  // What was made has to be taken back.
  graceMs: 120_000,
  run: async (args, context) => {
    if (args.run === undefined) throw usageError(spCreate, "--run is missing.");
    const azure = await openIdentities(context, args.tenant);
    const { resourceGroup } = context;
    const wishes = {
      scenario: args.scenario,
      run: args.run,
      roles: args.role,
      scopes: resourceGroup === undefined ? args.scope : [resourceGroup, ...args.scope],
      credential: args.credential,
      issuer: args.issuer,
      subject: args.subject,
      certificate: args.certificate,
      vault: args.vault,
      hours: args.hours,
      condition: args.condition,
      allowPrivileged: args.allowPrivileged,
    };
    const request = await identityRequest(wishes, azure);
    const { signal } = context;
    const facts = await context.progress("Reading what the identity needs", () =>
      gatherIdentityFacts(azure, request, { signal }),
    );
    const plan = planIdentity(request, facts);
    if (context.isDryRun) return planReport(describePlan(plan), { names: plan.names });
    const readiness = {
      ...(args.fixedWait !== undefined && { fixedWaitMs: args.fixedWait * 1_000 }),
      ...(args.readyWithin !== undefined && { deadlineMs: args.readyWithin * 1_000 }),
    };
    const details = await withIdentitiesJournal(context, (journal, held) =>
      context.progress(`Creating ${plan.names.displayName}`, () =>
        applyIdentity(azure, plan, { journal, readiness, signal: held }),
      ),
    );
    return identityReport(details);
  },
});
