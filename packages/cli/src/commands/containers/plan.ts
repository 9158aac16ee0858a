import { CONTAINER_OPTIONS } from "../../containers/container-options.ts";
import { deploymentText } from "../../containers/deployment-text.ts";
import { planDeployment } from "../../containers/plan-deployment.ts";
import { defineCommand } from "../../define-command.ts";

/** `azlin containers plan` */
export const containersPlan = defineCommand({
  path: "containers plan",
  summary: "Show how a scenario's agent would be deployed to Container Apps",
  description:
    "Reads, and changes nothing. Name, size, image, variables, environment and the identity's access are checked as for " +
    "'azlin containers deploy'; what Azure would refuse is refused here, with the way out.",
  examples: [
    [
      "azlin containers plan web-shop --environment ID --image REF --registry agents.azurecr.io --identity ID",
      "see it",
    ],
    ["azlin containers plan web-shop --preset seed-strict …", "with 64 GiB, on the profile that can hold it"],
  ],
  arguments: { scenario: { description: "name of the scenario" } },
  options: CONTAINER_OPTIONS,
  rest: { value: "CMD", description: "what runs in the container (default: what the image says)", optional: true },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const { plan } = await planDeployment(args, context);
    return { json: plan, text: deploymentText(plan) };
  },
});
