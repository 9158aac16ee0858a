import { systemClock, type AbortOptions } from "@azlin/core";
import type { BusConnectionOptions } from "./connection/bus-connection.ts";
import type { AgentEvent } from "./events/agent-event.ts";
import type { EventContext } from "./receive/event-handler.ts";
import { EventProcessor } from "./receive/event-processor.ts";
import { resolveProcessorOptions, type EventSource, type ProcessorOptions } from "./receive/processor-options.ts";
import type { ProcessorStats } from "./receive/processor-stats.ts";

/** Where agents' events are subscribed to. */
export type AgentLogSubscription = BusConnectionOptions & EventSource;

/** Options of {@link subscribeToAgentLogs}. */
export interface SubscribeToAgentLogsOptions extends ProcessorOptions, AbortOptions {
  /** Seconds to wait for another message before it ends, as the seed has it. Default 5. */
  readonly maxWaitTime?: number;
}

/** Steps in which the end of the wait is looked for. */
const STEPS = 10;

/**
 * Has the events of a subscription handled until none has come for a while, or `signal` aborts. For a service that never
 * ends, use {@link EventBusClient.subscribe}.
 *
 * @param callback - called with each event; may be asynchronous. When it fails the event comes again.
 * @returns what was done.
 * @throws AuthenticationError (`BUS_UNAUTHORIZED`), NotFoundError (`BUS_ENTITY_NOT_FOUND`), ConflictError
 * (`BUS_ENTITY_DISABLED`): what waiting does not mend.
 */
export async function subscribeToAgentLogs(
  from: AgentLogSubscription,
  callback: (event: AgentEvent, context: EventContext) => unknown,
  { maxWaitTime = 5, signal, ...options }: SubscribeToAgentLogsOptions = {},
): Promise<ProcessorStats> {
  const { topicName, subscriptionName, clock = systemClock } = from;
  const source = { topicName, ...(subscriptionName !== undefined && { subscriptionName }) };
  const processor = await EventProcessor.start(callback, resolveProcessorOptions(source, from, { clock, ...options }));
  const idleMs = maxWaitTime * 1_000;
  const isBusy = (): boolean => processor.inFlight > 0 || clock.now() - processor.lastMessageMs < idleMs;
  try {
    while (processor.state === "running" && isBusy()) await clock.delay(Math.max(1, idleMs / STEPS), { signal });
  } catch {
    // The caller has seen enough.
  }
  if (processor.state === "running") await processor.stop();
  await processor.finished;
  return processor.stats();
}
