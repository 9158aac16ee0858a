/** How much an event matters. */
export type EventSeverity = "info" | "warning" | "error";

/** What every event has. */
export interface EventBase {
  /** Version of the event's schema. Default 1, and all that is known. */
  readonly version: 1;
  /** Id of the event where its publisher gave one: equal ids are one event. */
  readonly eventId?: string;
  /** ISO 8601 with a time zone. */
  readonly timestamp: string;
  readonly runId: string;
  readonly scenarioName: string;
  readonly agentId?: string;
  readonly spName?: string;
  readonly message?: string;
  readonly severity?: EventSeverity;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** Which Azure resource an event is about. */
export interface ResourceFields {
  readonly resourceId: string;
  readonly resourceType: string;
  readonly resourceName: string;
}

/** A resource was created. */
export interface ResourceCreatedEvent extends EventBase, ResourceFields {
  readonly eventType: "resource_created";
}

/** A resource is gone. */
export interface ResourceDeletedEvent extends EventBase, ResourceFields {
  readonly eventType: "resource_deleted";
}

/** A resource could not be deleted. */
export interface ResourceDeletionFailedEvent extends EventBase, ResourceFields {
  readonly eventType: "resource_deletion_failed";
  readonly deletionError?: string;
  /** Attempts so far. Default 0. */
  readonly deletionAttempts: number;
}

/** What an agent says of its own work. */
export interface AgentLogEvent extends EventBase, Partial<ResourceFields> {
  readonly eventType: "agent_started" | "operation" | "cleanup_complete" | "error";
}

/** An event of a type, or of a version, that this package does not know: kept whole. */
export interface UnknownEvent {
  readonly eventType: "unknown";
  /** The type as it came. */
  readonly originalType: string;
  readonly version: number;
  readonly runId?: string;
  /** The event as it came, in the spelling of the wire. */
  readonly raw: WireEvent;
}

/** An event about a resource. */
export type ResourceEvent = ResourceCreatedEvent | ResourceDeletedEvent | ResourceDeletionFailedEvent;

/** An event of a known type; `eventType` tells them apart. */
export type KnownEvent = ResourceEvent | AgentLogEvent;

/** Any event. */
export type AgentEvent = KnownEvent | UnknownEvent;

/** An event as JSON on the wire: `event_type`, `run_id`, …. */
export type WireEvent = Readonly<Record<string, unknown>> & { readonly event_type: string };

/** A known event as it is handed in: what has a default may be left out. */
export type NewEvent = KnownEvent extends infer Event
  ? Event extends KnownEvent
    ? Omit<Event, "version" | "tags" | "deletionAttempts"> & {
        readonly version?: 1;
        readonly tags?: Readonly<Record<string, string>>;
        readonly deletionAttempts?: number;
      }
    : never
  : never;
