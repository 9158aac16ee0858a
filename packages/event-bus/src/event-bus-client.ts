import { ValidationError, type AbortOptions, type AzlinError } from "@azlin/core";
import { assertBusConnection } from "./connection/bus-connection.ts";
import type { DeadLetter } from "./dead-letters/dead-letter.ts";
import { listDeadLetters } from "./dead-letters/list-dead-letters.ts";
import {
  replayDeadLetters,
  type ReplayDeadLettersOptions,
  type ReplayReport,
} from "./dead-letters/replay-dead-letters.ts";
import type { NewEvent, UnknownEvent, WireEvent } from "./events/agent-event.ts";
import { checkEvent, describeIssues, type EventIssue } from "./events/parse-event.ts";
import { peekEvents, type PeekEventsOptions, type WaitingEvent } from "./peek/peek-events.ts";
import { EventPublisher } from "./publish/event-publisher.ts";
import {
  resolveEventBusOptions,
  type EventBusOptions,
  type ResolvedEventBusOptions,
} from "./publish/publish-options.ts";
import type { EventHandler } from "./receive/event-handler.ts";
import { EventProcessor } from "./receive/event-processor.ts";
import { resolveProcessorOptions, type EventSource, type ProcessorOptions } from "./receive/processor-options.ts";

/** What can be published: an event in our spelling, or in that of the wire. */
export type PublishableEvent = NewEvent | UnknownEvent | WireEvent;

/** What became of several events. */
export interface PublishReport {
  readonly published: number;
  readonly failed: readonly { readonly event: PublishableEvent; readonly error: AzlinError }[];
}

/** A topic of Service Bus, to publish events to and to receive them from. */
export class EventBusClient implements AsyncDisposable {
  readonly #options: ResolvedEventBusOptions;
  #publisher: EventPublisher | undefined;
  #isClosed = false;

  /**
   * Nothing is connected before the first event; but what an outbox holds is sent at once.
   *
   * @throws ValidationError (`NO_CONNECTION`, `INVALID_CONNECTION_STRING`, `EMULATOR_NOT_LOCAL`, `NO_TOPIC`,
   * `INVALID_BATCH_SIZE`).
   */
  constructor(options: EventBusOptions) {
    assertBusConnection(options);
    this.#options = resolveEventBusOptions(options);
    if ((options.outbox?.earlier.length ?? 0) > 0) this.#publisher = new EventPublisher(this.#options);
  }

  /** Events that are on their way. */
  get pending(): number {
    return this.#publisher?.size ?? 0;
  }

  /**
   * Publishes an event. Resolves when it is safe: in Service Bus, or on the disk when there is an outbox.
   *
   * @throws ValidationError (`INVALID_EVENT`, `EVENT_TOO_LARGE`, `BUS_CLOSED`); TransportError (`BUS_UNREACHABLE`), ThrottledError
   * (`BUS_BUSY`, `BUS_ENTITY_FULL`, `OUTBOX_FULL`), AuthenticationError (`BUS_UNAUTHORIZED`), NotFoundError
   * (`BUS_ENTITY_NOT_FOUND`), ConflictError (`BUS_ENTITY_DISABLED`), PrerequisiteError (`OUTBOX_DISK_FULL`).
   */
  async publishEvent(event: PublishableEvent): Promise<void> {
    const { failed } = await this.publishEvents([event]);
    if (failed[0] !== undefined) throw failed[0].error;
  }

  /**
   * Publishes events together, those of a run in their order. One that fails does not keep the others from going.
   *
   * @throws ValidationError (`BUS_CLOSED`).
   */
  async publishEvents(events: Iterable<PublishableEvent>): Promise<PublishReport> {
    const publisher = this.#open();
    const failed: { event: PublishableEvent; error: AzlinError }[] = [];
    const valid: { readonly event: PublishableEvent; readonly wire: WireEvent }[] = [];
    for (const event of events) {
      const checked = checkEvent(event);
      if (checked.ok) valid.push({ event, wire: checked.wire });
      else failed.push({ event, error: invalidEvent(checked.issues) });
    }
    const outcomes = await publisher.publish(valid.map(({ wire }) => wire));
    valid.forEach(({ event }, index) => {
      const error = outcomes[index];
      if (error !== undefined) failed.push({ event, error });
    });
    return { published: outcomes.filter((error) => error === undefined).length, failed };
  }

  /** Resolves when everything that was published is in Service Bus. */
  async flush(): Promise<void> {
    await this.#publisher?.flush();
  }

  /**
   * Has events handled as they come, until the processor is stopped.
   *
   * @param from - the subscription, and the topic when it is another one.
   */
  subscribe(
    from: string | EventSource,
    handler: EventHandler,
    options: ProcessorOptions = {},
  ): Promise<EventProcessor> {
    const { clock, random, logger, claimCheck } = this.#options;
    const inherited = { clock, random, logger, ...(claimCheck !== undefined && { claimCheck }) };
    const resolved = resolveProcessorOptions(this.#source(from), this.#options, { ...inherited, ...options });
    return EventProcessor.start(handler, resolved);
  }

  /** What waits to be received, without receiving it; see {@link peekEvents}. */
  peekEvents(from: string | EventSource, options: PeekEventsOptions = {}): AsyncIterable<WaitingEvent> {
    return peekEvents(this.#options, this.#source(from), options);
  }

  /** What could not be processed; see {@link listDeadLetters}. */
  listDeadLetters(from: string | EventSource, options: AbortOptions = {}): AsyncIterable<DeadLetter> {
    return listDeadLetters(this.#options, this.#source(from), options);
  }

  /** Brings dead letters back; see {@link replayDeadLetters}. */
  replayDeadLetters(from: string | EventSource, options: ReplayDeadLettersOptions = {}): Promise<ReplayReport> {
    return replayDeadLetters(this.#options, this.#source(from), options);
  }

  /** Sends what waits, and closes the connection. Processors are stopped by themselves. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#publisher === undefined) await this.#options.outbox?.close();
    else await this.#publisher.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #open(): EventPublisher {
    if (this.#isClosed) {
      throw new ValidationError("BUS_CLOSED", `The event bus client of ${this.#options.topicName} is closed.`, {
        hint: "Make another one.",
      });
    }
    this.#publisher ??= new EventPublisher(this.#options);
    return this.#publisher;
  }

  #source(from: string | EventSource): EventSource {
    return typeof from === "string" ? { topicName: this.#options.topicName, subscriptionName: from } : from;
  }
}

function invalidEvent(issues: readonly EventIssue[]): ValidationError {
  return new ValidationError("INVALID_EVENT", `This is no event: ${describeIssues(issues)}.`, {
    hint: "Give at least event_type, timestamp, run_id and scenario_name, and for resources resource_id, _type and _name.",
    details: { issues },
  });
}
