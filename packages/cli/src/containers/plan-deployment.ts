import { parseResourceId } from "@azlin/core";
import {
  checkImage,
  checkRequest,
  containersAzure,
  gatherContainerFacts,
  planContainer,
  resolveImageDigest,
  type ContainerPlan,
  type ContainersAzure,
} from "@azlin/containers";
import type { Context } from "../context.ts";
import type { ContainerArgs } from "./container-options.ts";
import { containerOrder, type ContainerOrder } from "./container-order.ts";

/** A plan, and the Azure that it was made for. */
export interface PlannedDeployment {
  readonly azure: ContainersAzure;
  readonly plan: ContainerPlan;
}

/** Plans what a command line asks for: all that can be checked is, before Azure is asked for anything. */
export async function planDeployment(args: ContainerArgs, context: Context): Promise<PlannedDeployment> {
  const asked = containerOrder(args, context.resourceGroup);
  checkRequest(asked.request, args.resolveDigest ? { ...asked.rules, requireDigest: false } : asked.rules);
  const { request, rules } = args.resolveDigest ? await withDigest(asked, context) : asked;
  const { subscriptionId } = parseResourceId(request.environmentId);
  const { clock, logger } = context;
  const azure = containersAzure({ transport: await context.transport(), subscriptionId, clock, logger });
  const facts = await context.progress("Reading what the container needs", () =>
    gatherContainerFacts(azure, request, context.operation),
  );
  const plan = planContainer(request, facts, rules);
  for (const warning of plan.warnings) context.warn(warning);
  return { azure, plan };
}

async function withDigest({ request, rules }: ContainerOrder, context: Context): Promise<ContainerOrder> {
  checkImage(request.image, { ...rules, requireDigest: false });
  const transport = await context.transport();
  const image = await context.progress("Looking the image up", () =>
    resolveImageDigest(transport, request.image, { signal: context.signal }),
  );
  return { request: { ...request, image }, rules };
}
