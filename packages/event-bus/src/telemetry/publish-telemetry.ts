import {
  metrics,
  SpanKind,
  type Counter,
  type Meter,
  type ObservableGauge,
  type ObservableResult,
} from "@opentelemetry/api";
import type { StampableMessage } from "../publish/sequence-stamp.ts";
import { registeredTracer, traceProperties } from "./trace-context.ts";

/** What publishing tells OpenTelemetry: nothing, and for nothing, while the application has registered no SDK. */
export class PublishTelemetry {
  readonly #published: Counter;
  readonly #depth: ObservableGauge;
  readonly #observe: (result: ObservableResult) => void;
  readonly #attributes: { readonly "messaging.destination.name": string; readonly "messaging.system": string };

  /** @param depth - messages that have not gone. */
  constructor(topicName: string, depth: () => number, meter: Meter = metrics.getMeter("@azlin/event-bus")) {
    this.#attributes = { "messaging.system": "servicebus", "messaging.destination.name": topicName };
    this.#published = meter.createCounter("azlin.events.published", { description: "Events that Service Bus has." });
    this.#depth = meter.createObservableGauge("azlin.events.outbox.depth", {
      description: "Events that were published and have not gone yet.",
    });
    this.#observe = (result) => result.observe(depth(), this.#attributes);
    this.#depth.addCallback(this.#observe);
  }

  /** Begins the trace of a message, whose properties then carry it to whoever receives the message. */
  begin({ messageId, applicationProperties }: StampableMessage): void {
    const tracer = registeredTracer();
    if (tracer === undefined) return;
    const attributes = { ...this.#attributes, "messaging.operation.type": "create", "messaging.message.id": messageId };
    const name = `create ${this.#attributes["messaging.destination.name"]}`;
    const span = tracer.startSpan(name, { kind: SpanKind.PRODUCER, attributes });
    span.end();
    Object.assign(applicationProperties, traceProperties(span.spanContext()));
  }

  /** So many messages have gone. */
  sent(count: number): void {
    this.#published.add(count, this.#attributes);
  }

  close(): void {
    this.#depth.removeCallback(this.#observe);
  }
}
