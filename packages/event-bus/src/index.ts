// Everything exported here is public API. Explicit names only.
export type { BusConnectionOptions, BusRetryOptions } from "./connection/bus-connection.ts";
export type { LocalEndpoint } from "./connection/local-endpoint.ts";
export type { ClientWebSocket, ClientWebSocketClass } from "./connection/tcp-as-web-socket.ts";
export type { DeadLetter } from "./dead-letters/dead-letter.ts";
export { listDeadLetters } from "./dead-letters/list-dead-letters.ts";
export { replayDeadLetters } from "./dead-letters/replay-dead-letters.ts";
export type { ReplayDeadLettersOptions, ReplayReport } from "./dead-letters/replay-dead-letters.ts";
export { summarizeDeadLetters } from "./dead-letters/summarize-dead-letters.ts";
export type { DeadLetterSummary } from "./dead-letters/summarize-dead-letters.ts";
export type { EventEnvelope, RunBinding } from "./envelope/event-message.ts";
export type { EventMessage } from "./envelope/event-message.ts";
export { EventBusClient } from "./event-bus-client.ts";
export type { PublishableEvent, PublishReport } from "./event-bus-client.ts";
export type {
  AgentEvent,
  AgentLogEvent,
  EventBase,
  EventSeverity,
  KnownEvent,
  NewEvent,
  ResourceCreatedEvent,
  ResourceDeletedEvent,
  ResourceDeletionFailedEvent,
  ResourceEvent,
  ResourceFields,
  UnknownEvent,
  WireEvent,
} from "./events/agent-event.ts";
export { parseEvent } from "./events/parse-event.ts";
export type { EventIssue, ParsedEvent, ParseEventOptions } from "./events/parse-event.ts";
export { parseResourceEvents } from "./events/parse-resource-events.ts";
export type { ParseResourceEventsOptions, ResourceEventReport } from "./events/parse-resource-events.ts";
export type { EventResource, EventResourceStatus } from "./events/resource.ts";
export type { ClaimAnswer, IdempotencyStore } from "./idempotency/idempotency-store.ts";
export { memoryIdempotencyStore } from "./idempotency/memory-idempotency-store.ts";
export type { MemoryIdempotencyStoreOptions } from "./idempotency/memory-idempotency-store.ts";
export { SqliteIdempotencyStore } from "./idempotency/sqlite-idempotency-store.ts";
export type { SqliteIdempotencyStoreOptions } from "./idempotency/sqlite-idempotency-store.ts";
export { FileOutbox } from "./outbox/file-outbox.ts";
export type { FileOutboxOptions } from "./outbox/file-outbox.ts";
export type { Outbox, OutboxEntry } from "./outbox/outbox.ts";
export { peekEvents } from "./peek/peek-events.ts";
export type { PeekEventsOptions, WaitingEvent } from "./peek/peek-events.ts";
export type { ClaimStore } from "./publish/claim-check.ts";
export { publishEvent } from "./publish-event.ts";
export type { EventBusOptions } from "./publish/publish-options.ts";
export type { EventContext, EventHandler } from "./receive/event-handler.ts";
export { EventProcessor } from "./receive/event-processor.ts";
export type { ProcessorState } from "./receive/event-processor.ts";
export type { SequenceGap } from "./receive/gap-detector.ts";
export { isPermanentError, PermanentEventError } from "./receive/permanent-error.ts";
export type { EventSource, ProcessorOptions } from "./receive/processor-options.ts";
export type { ProcessorStats } from "./receive/processor-stats.ts";
export type { Rebuild } from "./receive/watchdog.ts";
export { blobArchiveSink } from "./sinks/blob-archive-sink.ts";
export type { BlobArchiveSinkOptions } from "./sinks/blob-archive-sink.ts";
export { blobClaimStore } from "./sinks/blob-claim-store.ts";
export type { EventSink, SinkFailure, SinkRecord } from "./sinks/event-sink.ts";
export { logsIngestionSink } from "./sinks/logs-ingestion-sink.ts";
export type { LogsIngestionSinkOptions } from "./sinks/logs-ingestion-sink.ts";
export type { SinkWriterOptions } from "./sinks/sink-writer.ts";
export { writeToSinks } from "./sinks/write-to-sinks.ts";
export type { SinkChoice, WriteToSinksOptions } from "./sinks/write-to-sinks.ts";
export { subscribeToAgentLogs } from "./subscribe-to-agent-logs.ts";
export type { AgentLogSubscription, SubscribeToAgentLogsOptions } from "./subscribe-to-agent-logs.ts";
