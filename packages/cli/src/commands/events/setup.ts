import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { onlySubscription } from "../../azure/only-subscription.ts";
import { defineCommand } from "../../define-command.ts";
import { DEFAULT_SUBSCRIPTION, DEFAULT_TOPIC } from "../../events/bus-options.ts";
import { makeBusResource } from "../../events/bus-resources.ts";
import { namespaceName } from "../../events/namespace-name.ts";
import { planBusSetup } from "../../events/plan-bus-setup.ts";
import { readBusFacts } from "../../events/read-bus-facts.ts";
import { usageError } from "../../parse-arguments.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin events setup` */
export const eventsSetup = defineCommand({
  path: "events setup",
  summary: "Make a Service Bus namespace with a topic and a subscription for events",
  description:
    "What is there stays as it is; run it again for another subscription. A namespace of the tier Standard costs about ten " +
    "dollars a month until it is deleted with its resource group. Names of namespaces are unique in all of Azure.",
  examples: [
    ["azlin events setup --namespace haymaker", "the topic agent-logs and the orchestrator's subscription"],
    ["azlin events setup --namespace haymaker --subscription-name archive --dry-run", "what one more would take"],
  ],
  options: {
    namespace: { kind: "text", value: "NAME", description: "Service Bus namespace" },
    topic: { kind: "text", value: "NAME", description: `topic of the events (default: ${DEFAULT_TOPIC})` },
    subscriptionName: {
      kind: "text",
      value: "NAME",
      description: `subscription of the topic (default: ${DEFAULT_SUBSCRIPTION})`,
    },
    ordered: { kind: "flag", description: "keep the order of each run: the subscription requires sessions" },
    region: { kind: "text", value: "NAME", description: "where to make it (config default_region)" },
  },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    if (args.namespace === undefined) throw usageError(eventsSetup, "--namespace is missing.");
    const namespace = namespaceName(args.namespace);
    const settings = await context.settings();
    const azure = await openVmAzure(context);
    const request = {
      subscriptionId: await onlySubscription(azure, "the namespace", context),
      resourceGroup: context.resourceGroup ?? settings.defaultResourceGroup ?? `${namespace}-rg`,
      location: args.region ?? settings.defaultRegion,
      namespace,
      topic: args.topic ?? DEFAULT_TOPIC,
      subscription: args.subscriptionName ?? DEFAULT_SUBSCRIPTION,
      isOrdered: args.ordered,
    };
    const facts = await context.progress("Looking at what is there", () => readBusFacts(azure, request, context));
    const steps = planBusSetup(request, facts);
    if (context.isDryRun) return planReport(steps.map(({ action, target, reason }) => ({ action, target, reason })));
    for (const step of steps) {
      await context.progress(`Creating ${step.id.split("/").at(-1)}`, () => makeBusResource(azure, step, context));
    }
    const { topic, subscription } = request;
    const host = `${namespace}.${azure.transport.cloud.serviceBusSuffix}`;
    return {
      json: { namespace: host, topic, subscription, created: steps.map(({ id }) => id) },
      text: `${host} has the topic '${topic}' with the subscription '${subscription}'.`,
      footer: [steps.length === 0 ? "All of it was there already." : `Resources made: ${steps.length}.`],
    };
  },
});
