/** A message that carries one event, as it goes into the outbox and to the client: plain JSON. */
export interface EventMessage {
  /** At most 128 characters; equal ids are one event. */
  readonly messageId: string;
  /** The event as JSON. */
  readonly body: string;
  readonly contentType: string;
  /** Type of the event. */
  readonly subject: string;
  readonly sessionId?: string;
  readonly partitionKey?: string;
  /** For the filters of subscriptions. */
  readonly applicationProperties: Readonly<Record<string, string | number>>;
}

/** How an event is put into a message. */
export type EventEnvelope = "plain" | "cloudevents-binary" | "cloudevents-structured";

/** How a message is bound to its run: by a session, which keeps order; by a partition key; or not at all. */
export type RunBinding = "session" | "partition" | "none";

/** Names of the application properties that are ours. */
export const PROPERTIES = {
  eventType: "event_type",
  runId: "run_id",
  scenarioName: "scenario_name",
  severity: "severity",
  /** Publisher, and number of the message among those of its run and publisher, from 1: `0b1c2d3e-4f5a:17`. */
  sequence: "azlin_sequence",
  /** Id of the event where the message has another one: a replay. */
  eventId: "azlin_event_id",
  /** The one subscription that a replay is for. */
  replayFor: "azlin_replay_for",
  replays: "azlin_replays",
  /** Where the event's body lies, when it was too large to send. */
  claim: "azlin_claim",
} as const;
