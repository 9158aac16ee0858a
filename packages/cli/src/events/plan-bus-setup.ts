import { ConflictError } from "@azlin/core";
import type { PlannedAction } from "../render/plan-report.ts";
import { GROUP_API_VERSION, SERVICE_BUS_API_VERSION, type BusResource } from "./bus-resources.ts";

/** A topic that is wanted, with a subscription. */
export interface BusSetupRequest {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Region of what has to be made. */
  readonly location: string;
  readonly namespace: string;
  readonly topic: string;
  readonly subscription: string;
  /** Whether the subscription keeps the order of each run. */
  readonly isOrdered: boolean;
}

/** What is there of it. */
export interface BusSetupFacts {
  readonly hasGroup: boolean;
  /** Tier of the namespace; `undefined` when the group has none of that name. */
  readonly tier: string | undefined;
  /** Whether somebody else has the namespace's name. */
  readonly isNameTaken: boolean;
  readonly hasTopic: boolean;
  /** `undefined` when the topic has none of that name. */
  readonly subscription: { readonly isOrdered: boolean } | undefined;
}

/** A resource to be made. */
export interface BusSetupStep extends PlannedAction, BusResource {
  readonly body: object;
}

const TAGS = { "managed-by": "azlin" };

/** Ids of what a request is about, outermost first. */
export function busSetupIds(
  request: BusSetupRequest,
): Record<"group" | "namespace" | "topic" | "subscription", string> {
  const group = `/subscriptions/${request.subscriptionId}/resourceGroups/${request.resourceGroup}`;
  const namespace = `${group}/providers/Microsoft.ServiceBus/namespaces/${request.namespace}`;
  const topic = `${namespace}/topics/${request.topic}`;
  return { group, namespace, topic, subscription: `${topic}/subscriptions/${request.subscription}` };
}

/**
 * What has to be made, in order; what is there stays as it is.
 *
 * @throws ConflictError (`NAMESPACE_TAKEN`, `NAMESPACE_HAS_NO_TOPICS`, `SUBSCRIPTION_NOT_ORDERED`).
 */
export function planBusSetup(request: BusSetupRequest, facts: BusSetupFacts): BusSetupStep[] {
  refuse(request, facts);
  const { subscriptionId, location, isOrdered } = request;
  const ids = busSetupIds(request);
  const step = (id: string, body: object, apiVersion: string = SERVICE_BUS_API_VERSION): BusSetupStep => {
    return { action: "create", target: id, reason: "It is not there.", id, subscriptionId, apiVersion, body };
  };
  const steps = [
    !facts.hasGroup && step(ids.group, { location, tags: TAGS }, GROUP_API_VERSION),
    facts.tier === undefined &&
      step(ids.namespace, {
        location,
        tags: TAGS,
        sku: { name: "Standard", tier: "Standard" },
        properties: { minimumTlsVersion: "1.2" },
      }),
    // Equal events have equal ids: what is published again after a failure is there once.
    !facts.hasTopic && step(ids.topic, { properties: { requiresDuplicateDetection: true } }),
    facts.subscription === undefined &&
      step(ids.subscription, { properties: { ...SUBSCRIPTION, requiresSession: isOrdered } }),
  ];
  return steps.filter((one) => one !== false);
}

const SUBSCRIPTION = { lockDuration: "PT1M", maxDeliveryCount: 10, deadLetteringOnMessageExpiration: true };

function refuse({ namespace, subscription, isOrdered }: BusSetupRequest, facts: BusSetupFacts): void {
  if (facts.isNameTaken) {
    throw new ConflictError("NAMESPACE_TAKEN", `There is a namespace '${namespace}' already, in another group.`, {
      hint: "Name the group that it is in with --resource-group, or take another name: they are unique in all of Azure.",
    });
  }
  if (facts.tier === "Basic") {
    throw new ConflictError(
      "NAMESPACE_HAS_NO_TOPICS",
      `The namespace '${namespace}' is of the tier Basic: no topics.`,
      {
        hint: `Take another one, or change it: az servicebus namespace update --name ${namespace} --sku Standard.`,
      },
    );
  }
  if (isOrdered && facts.subscription?.isOrdered === false) {
    throw new ConflictError("SUBSCRIPTION_NOT_ORDERED", `The subscription '${subscription}' has no sessions.`, {
      hint: "That cannot be changed: leave out --ordered, or name another one with --subscription-name.",
    });
  }
}
