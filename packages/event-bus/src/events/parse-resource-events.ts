import { systemClock, type Clock } from "@azlin/core";
import type { ResourceEvent } from "./agent-event.ts";
import { mergeResources, resourceOf } from "./merge-resources.ts";
import { parseEvent, type EventIssue } from "./parse-event.ts";
import type { EventResource } from "./resource.ts";

/** Options of {@link parseResourceEvents}. */
export interface ParseResourceEventsOptions {
  /** Resources as earlier events told them; these events add to it. Default: none. */
  readonly known?: Iterable<EventResource>;
  /** Gives the time of events that have none. Default: the system's. */
  readonly clock?: Clock;
}

/** What became of a pile of events. */
export interface ResourceEventReport {
  /** One for each resource and run, in the order in which they were first named. */
  readonly resources: readonly EventResource[];
  /** What should have been an event and is none. */
  readonly rejected: readonly { readonly event: unknown; readonly issues: readonly EventIssue[] }[];
  /** Events of other types. */
  readonly ignored: readonly { readonly event: unknown; readonly eventType: string }[];
}

/**
 * Makes resources of events, in whatever order they come and however often. Nothing is dropped without a word: what cannot
 * be read is in `rejected` with the reasons, what is about something else in `ignored`. An event without a time counts as of
 * now.
 */
export function parseResourceEvents(
  messages: Iterable<unknown>,
  { known = [], clock = systemClock }: ParseResourceEventsOptions = {},
): ResourceEventReport {
  const resources = new Map<string, EventResource>();
  const rejected: { event: unknown; issues: readonly EventIssue[] }[] = [];
  const ignored: { event: unknown; eventType: string }[] = [];
  const assumedTimestamp = new Date(clock.now()).toISOString();
  for (const resource of known) add(resources, resource);
  for (const message of messages) {
    const read = parseEvent(message, { assumedTimestamp });
    if (!read.ok) rejected.push({ event: message, issues: read.issues });
    else if (isResourceEvent(read.event)) add(resources, resourceOf(read.event));
    else ignored.push({ event: message, eventType: read.wire.event_type });
  }
  return { resources: [...resources.values()], rejected, ignored };
}

function isResourceEvent(event: { readonly eventType: string }): event is ResourceEvent {
  return ["resource_created", "resource_deleted", "resource_deletion_failed"].includes(event.eventType);
}

function add(resources: Map<string, EventResource>, resource: EventResource): void {
  const key = `${resource.runId}\n${resource.resourceId.toLowerCase()}`;
  const before = resources.get(key);
  resources.set(key, before === undefined ? resource : mergeResources(before, resource));
}
