import { applyContainer } from "@azlin/containers";
import { CONTAINER_OPTIONS } from "../../containers/container-options.ts";
import { planDeployment } from "../../containers/plan-deployment.ts";
import { defineCommand } from "../../define-command.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin containers deploy` */
export const containersDeploy = defineCommand({
  path: "containers deploy",
  summary: "Deploy a scenario's agent to Container Apps, and start it",
  description:
    "A job by default: it runs once, to its end, and is not tried again. Into an environment that is inside a network and " +
    "has no public address. Secrets come from a Key Vault by the identity, and are never given here: what looks like one is " +
    "refused.",
  examples: [
    [
      "azlin containers deploy web-shop --environment ID --image agents.azurecr.io/agent@sha256:… --registry agents.azurecr.io --identity ID",
      "as a job",
    ],
    ["azlin containers deploy web-shop --secret API_KEY=https://kv.vault.azure.net/secrets/api-key …", "with a secret"],
    ["azlin containers deploy web-shop … --dry-run -- python agent.py", "see what would be done, with a command"],
  ],
  arguments: { scenario: { description: "name of the scenario" } },
  options: {
    ...CONTAINER_OPTIONS,
    start: { kind: "flag", negatable: true, description: "start a job once it is there (default), or do not" },
  },
  rest: { value: "CMD", description: "what runs in the container (default: what the image says)", optional: true },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const { azure, plan } = await planDeployment(args, context);
    const isStarted = plan.kind === "job" && args.start !== false;
    if (context.isDryRun) return planReport(isStarted ? plan.steps : plan.steps.slice(0, 1));
    const deployed = await context.progress(`Creating ${plan.name}`, () =>
      applyContainer(azure, plan, { ...context.operation, start: isStarted }),
    );
    const { id, execution } = deployed;
    return {
      json: { id, name: plan.name, kind: plan.kind, execution },
      text: `Deployed ${plan.name} (${plan.kind})${execution === null ? "" : `, started ${execution}`}.`,
      footer: [`See 'azlin containers status ${id}' and 'azlin containers logs ${id}'.`],
    };
  },
});
