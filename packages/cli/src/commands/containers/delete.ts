import { deleteContainer, readContainerStatus, type ContainerStatus } from "@azlin/containers";
import { isAzlinError } from "@azlin/core";
import { openContainer, type OpenedContainer } from "../../containers/open-container.ts";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { planReport } from "../../render/plan-report.ts";
import type { Report } from "../../render/report.ts";

/** `azlin containers delete` */
export const containersDelete = defineCommand({
  path: "containers delete",
  summary: "Delete an agent from Container Apps, and wait until it has gone",
  description: "Operations that Azure is at are waited for. What is not there is no error.",
  examples: [
    ["azlin containers delete web-shop-agent --rg agents", "after a question"],
    ["azlin containers delete web-shop-agent --rg agents --yes", "without one"],
  ],
  arguments: { name: { description: "name of the job or app, or its resource id" } },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const opened = await openContainer(args.name, context);
    const { azure, place } = opened;
    const found = await statusOf(opened, context);
    if (found === undefined) return context.isDryRun ? planReport([]) : absentReport(opened);
    if (context.isDryRun) {
      return planReport([{ action: `delete ${found.kind}`, target: found.id, reason: `It is ${found.state}.` }]);
    }
    if (!(await isMeant(opened, found, context))) return CANCELLED;
    const isDeleted = await context.progress(`Deleting ${place.name}`, () =>
      deleteContainer(azure, place, context.operation),
    );
    if (!isDeleted) return absentReport(opened);
    return { json: { name: place.name, deleted: true }, text: `Deleted ${place.name}.` };
  },
});

function isMeant(
  { azure, place }: OpenedContainer,
  { kind, state }: ContainerStatus,
  context: Context,
): Promise<boolean> {
  return context.confirm({
    facts: [
      `Subscription: ${azure.subscriptionId}`,
      `Resource group: ${place.resourceGroup}`,
      `${kind === "job" ? "Job" : "App"}: ${place.name} (${state})`,
      "Its executions and logs go with it. This action cannot be undone.",
    ].join("\n"),
    question: `Delete the ${kind} '${place.name}'?`,
  });
}

function absentReport({ place: { name, resourceGroup } }: OpenedContainer): Report {
  return { json: { name, deleted: false }, text: `There is no '${name}' in ${resourceGroup}.` };
}

async function statusOf({ azure, place }: OpenedContainer, context: Context): Promise<ContainerStatus | undefined> {
  try {
    return await readContainerStatus(azure, place, context.operation);
  } catch (error) {
    if (isAzlinError(error, "CONTAINER_NOT_FOUND")) return undefined;
    throw error;
  }
}
