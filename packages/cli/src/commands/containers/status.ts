import { readContainerStatus } from "@azlin/containers";
import { openContainer } from "../../containers/open-container.ts";
import { defineCommand } from "../../define-command.ts";

/** `azlin containers status` */
export const containersStatus = defineCommand({
  path: "containers status",
  summary: "Show what an agent in Container Apps is at",
  description:
    "One of provisioning, running, succeeded, failed, stopped, deleting and unknown, with Azure's own word beside it. Of a " +
    "job, its last execution.",
  examples: [
    ["azlin containers status web-shop-agent --rg agents", "by name"],
    ["azlin containers status web-shop-agent --rg agents --execution web-shop-agent-abc1234", "one execution"],
  ],
  arguments: { name: { description: "name of the job or app, or its resource id" } },
  options: { execution: { kind: "text", value: "NAME", description: "execution of a job (default: the last)" } },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const { azure, place } = await openContainer(args.name, context);
    const options = { ...context.operation, execution: args.execution };
    const status = await context.progress(`Reading the status of ${place.name}`, () =>
      readContainerStatus(azure, place, options),
    );
    const { kind, state, raw, run, startedAt, endedAt } = status;
    return {
      json: { name: place.name, ...status },
      table: {
        columns: ["NAME", "KIND", "STATE", "AZURE SAYS", "RUN", "STARTED", "ENDED"],
        rows: [[place.name, kind, state, raw, run, startedAt, endedAt]],
      },
    };
  },
});
