import { verifies, withTempHome } from "@azlin/testing";
import { context, metrics, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { describe, expect, it, onTestFinished } from "vitest";
import { FileOutbox, PermanentEventError } from "../../src/index.ts";
import { busWorld, SUBSCRIPTION, TOPIC } from "../support/bus-world.ts";
import { peekRaw } from "../support/raw-client.ts";
import { operation } from "../support/sample-events.ts";

/** Registers an SDK as an application does, and tells what it has been told. */
function registerSdk() {
  const spans = new InMemorySpanExporter();
  const tracing = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const metering = new MeterProvider({ readers: [reader] });
  trace.setGlobalTracerProvider(tracing);
  metrics.setGlobalMeterProvider(metering);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  onTestFinished(async () => {
    for (const api of [trace, metrics, context]) api.disable();
    await metering.shutdown();
  });
  const points = async () => {
    exporter.reset();
    await reader.forceFlush();
    const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    return all.flatMap(({ descriptor, dataPoints }) =>
      dataPoints.map(({ value, attributes }) => ({ name: descriptor.name, value, attributes })),
    );
  };
  const valueOf = async (name: string): Promise<unknown> =>
    (await points()).find((point) => point.name === name)?.value;
  return { spans, points, valueOf };
}

describe("Telemetry", () => {
  it("counts what is published, received, completed, given back and dead-lettered, and how long handlers take", async () => {
    verifies("BUS-07");
    const { points } = registerSdk();
    const world = await busWorld();
    await world.client().publishEvents([operation(1), operation(2), operation(3)]);
    let failures = 0;
    const processor = await world.receive((_event, { wire }) => {
      if (wire["message"] === "step 2") throw new PermanentEventError("never");
      if (wire["message"] === "step 3" && failures++ === 0) throw new Error("not now");
    });
    await expect.poll(() => processor.stats()).toMatchObject({ handled: 2, deadLettered: 1, abandoned: 1 });
    const told = await points();
    const counts = Object.fromEntries(told.map(({ name, value }) => [name, value]));
    expect(counts).toMatchObject({
      "azlin.events.published": 3,
      "azlin.events.received": 4,
      "azlin.events.completed": 2,
      "azlin.events.retried": 1,
      "azlin.events.dead_lettered": 1,
    });
    const dead = told.find(({ name }) => name === "azlin.events.dead_lettered");
    expect(dead!.attributes).toMatchObject({
      reason: "HandlerRefused",
      "messaging.system": "servicebus",
      "messaging.destination.name": TOPIC,
      "messaging.destination.subscription.name": SUBSCRIPTION,
    });
    const durations = told.filter(({ name }) => name === "azlin.events.handling.duration");
    const byOutcome = durations.map(({ value, attributes }) => [
      attributes["outcome"],
      (value as { readonly count: number }).count,
    ]);
    expect(Object.fromEntries(byOutcome)).toEqual({ handled: 2, failed: 2 });
  });

  it("tells how much an outbox holds", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const { valueOf } = registerSdk();
      const world = await busWorld();
      const effect = { reject: { condition: "com.microsoft:server-busy" } };
      world.broker.faults.set("down", { on: "send", effect });
      const client = world.client({ outbox: await FileOutbox.open(home) });
      await client.publishEvents([operation(1), operation(2)]);
      expect(await valueOf("azlin.events.outbox.depth")).toBe(2);
      world.broker.faults.clear();
      await client.flush();
      expect(await valueOf("azlin.events.outbox.depth")).toBe(0);
      await client.close();
    });
  });

  it("continues the trace of the publisher in the handler, also through an outbox", async () => {
    verifies("BUS-07");
    await withTempHome(async (home) => {
      const { spans } = registerSdk();
      const world = await busWorld();
      const client = world.client({ outbox: await FileOutbox.open(home) });
      const tracer = trace.getTracer("application");
      const traceId = await tracer.startActiveSpan("request", async (span) => {
        await client.publishEvent(operation(1));
        span.end();
        return span.spanContext().traceId;
      });
      const seen: (string | undefined)[] = [];
      const processor = await world.receive(() => {
        seen.push(trace.getActiveSpan()?.spanContext().traceId);
        throw new PermanentEventError("never");
      });
      await expect.poll(() => processor.stats().deadLettered).toBe(1);
      expect(seen).toEqual([traceId]);
      const named = (name: string) => spans.getFinishedSpans().find((span) => span.name === name)!;
      const created = named(`create ${TOPIC}`);
      const processed = named(`process ${TOPIC}/${SUBSCRIPTION}`);
      expect(created).toMatchObject({ kind: SpanKind.PRODUCER });
      expect(processed).toMatchObject({
        kind: SpanKind.CONSUMER,
        status: { code: SpanStatusCode.ERROR, message: "never" },
        parentSpanContext: { traceId, spanId: created.spanContext().spanId },
      });
      await client.close();
    });
  });

  it("puts nothing into messages while no SDK is registered", async () => {
    verifies("BUS-07");
    const world = await busWorld();
    await world.client().publishEvent(operation(1));
    const [message] = await peekRaw(world);
    expect(message!.applicationProperties).toMatchObject({ event_type: "operation" });
    expect(message!.applicationProperties).not.toHaveProperty("traceparent");
    expect(message!.applicationProperties).not.toHaveProperty("Diagnostic-Id");
  });
});
