import type { CommandInput } from "../define-command.ts";
import type { BusWishes } from "./with-bus.ts";

/** Where a namespace's connection string is taken from: it holds a key, which belongs on no command line. */
export const CONNECTION_STRING = "AZLIN_SERVICEBUS_CONNECTION_STRING";

/** Topic of events when nobody names one. */
export const DEFAULT_TOPIC = "agent-logs";

/** Where events are received when nobody says. */
export const DEFAULT_SUBSCRIPTION = "orchestrator-sub";

/** Options that say on which topic events are. */
export const TOPIC_OPTIONS = {
  namespace: {
    kind: "text",
    value: "NAME",
    description: `Service Bus namespace, by name or host name (default: that of ${CONNECTION_STRING})`,
  },
  topic: { kind: "text", value: "NAME", description: `topic of the events (default: ${DEFAULT_TOPIC})` },
} as const;

/** Options that say where events are received. */
export const SUBSCRIPTION_OPTIONS = {
  ...TOPIC_OPTIONS,
  subscriptionName: {
    kind: "text",
    value: "NAME",
    description: `subscription of the topic (default: ${DEFAULT_SUBSCRIPTION})`,
  },
} as const;

/** Options that choose dead letters. */
export const DEAD_LETTER_OPTIONS = {
  ...SUBSCRIPTION_OPTIONS,
  reason: { kind: "text", value: "TEXT", description: "only those with this reason" },
  max: { kind: "number", value: "N", minimum: 1, description: "at most so many (default: 1000)" },
} as const;

/** Which events a command with {@link SUBSCRIPTION_OPTIONS} means. */
export function subscriptionWishes(args: CommandInput<{}, typeof SUBSCRIPTION_OPTIONS>): BusWishes {
  return {
    namespace: args.namespace,
    topic: args.topic,
    subscription: args.subscriptionName ?? DEFAULT_SUBSCRIPTION,
  };
}
