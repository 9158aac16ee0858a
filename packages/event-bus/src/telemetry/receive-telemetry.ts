import {
  context,
  metrics,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Counter,
  type Histogram,
  type Meter,
  type Span,
  type Tracer,
} from "@opentelemetry/api";
import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import type { EventSource } from "../receive/processor-options.ts";
import type { Verdict } from "../receive/settlement.ts";
import { contextOf, registeredTracer } from "./trace-context.ts";

/** What receiving tells OpenTelemetry: nothing, and for nothing, while the application has registered no SDK. */
export class ReceiveTelemetry {
  readonly #received: Counter;
  readonly #completed: Counter;
  readonly #deadLettered: Counter;
  readonly #retried: Counter;
  readonly #duration: Histogram;
  readonly #attributes: Attributes;
  readonly #outcomes: Readonly<Record<"handled" | "failed", Attributes>>;
  readonly #spanName: string;

  constructor({ topicName, subscriptionName }: EventSource, meter: Meter = metrics.getMeter("@azlin/event-bus")) {
    this.#spanName = `process ${[topicName, subscriptionName].filter(Boolean).join("/")}`;
    this.#attributes = {
      "messaging.system": "servicebus",
      "messaging.destination.name": topicName,
      ...(subscriptionName !== undefined && { "messaging.destination.subscription.name": subscriptionName }),
    };
    this.#outcomes = {
      handled: { ...this.#attributes, outcome: "handled" },
      failed: { ...this.#attributes, outcome: "failed" },
    };
    this.#received = meter.createCounter("azlin.events.received", { description: "Deliveries." });
    this.#completed = meter.createCounter("azlin.events.completed", { description: "Deliveries that are done." });
    this.#deadLettered = meter.createCounter("azlin.events.dead_lettered", {
      description: "Messages put among the dead letters, by reason.",
    });
    this.#retried = meter.createCounter("azlin.events.retried", {
      description: "Deliveries given back to come again.",
    });
    this.#duration = meter.createHistogram("azlin.events.handling.duration", {
      description: "Time that a handler took, by outcome.",
      unit: "ms",
    });
  }

  received(): void {
    this.#received.add(1, this.#attributes);
  }

  /** A handler has ended. */
  handled(durationMs: number, outcome: "handled" | "failed"): void {
    this.#duration.record(durationMs, this.#outcomes[outcome]);
  }

  /** Service Bus has taken what became of a message. */
  settled({ settlement }: Verdict): void {
    if (settlement.do === "complete") this.#completed.add(1, this.#attributes);
    else if (settlement.do === "abandon") this.#retried.add(1, this.#attributes);
    else this.#deadLettered.add(1, { ...this.#attributes, reason: settlement.reason });
  }

  /** Does something with a message in a span that continues the trace of its publisher. */
  trace<T>(message: ServiceBusReceivedMessage, work: () => Promise<T>): Promise<T> {
    const tracer = registeredTracer();
    return tracer === undefined ? work() : this.#traceBy(tracer, message, work);
  }

  async #traceBy<T>(tracer: Tracer, message: ServiceBusReceivedMessage, work: () => Promise<T>): Promise<T> {
    const attributes = {
      ...this.#attributes,
      "messaging.operation.type": "process",
      "messaging.message.id": String(message.messageId),
    };
    const parent = contextOf(message.applicationProperties);
    const span = tracer.startSpan(this.#spanName, { kind: SpanKind.CONSUMER, attributes }, parent);
    try {
      return await context.with(trace.setSpan(parent, span), work);
    } catch (error) {
      noteFailure(span, error);
      throw error;
    } finally {
      span.end();
    }
  }
}

function noteFailure(span: Span, error: unknown): void {
  const exception = error instanceof Error ? error : String(error);
  span.recordException(exception);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
}
