import {
  isSpanContextValid,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  trace,
  TraceFlags,
  type Context,
  type SpanContext,
  type Tracer,
} from "@opentelemetry/api";

/** Property by which Azure's clients carry the trace of a message, and that of the W3C. */
const CARRIERS = ["Diagnostic-Id", "traceparent"] as const;

const TRACEPARENT = /^[0-9a-f]{2}-(?<traceId>[0-9a-f]{32})-(?<spanId>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})/;

const LIBRARY = "@azlin/event-bus";

/** The application's tracer; `undefined` while it has registered none, so that nothing is done for nobody. */
export function registeredTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  if (provider instanceof ProxyTracerProvider) return provider.getDelegateTracer(LIBRARY);
  return provider.getTracer(LIBRARY);
}

/** The properties of a message that tell of which span it comes. */
export function traceProperties(span: SpanContext): Readonly<Record<string, string>> {
  if (!isSpanContextValid(span)) return {};
  const flags = span.traceFlags.toString(16).padStart(2, "0");
  const traceparent = `00-${span.traceId}-${span.spanId}-${flags}`;
  return Object.fromEntries(CARRIERS.map((name) => [name, traceparent]));
}

/** The context that a message comes from; the root when it tells of none. */
export function contextOf(properties: Readonly<Record<string, unknown>> = {}): Context {
  const text = CARRIERS.map((name) => properties[name]).find((value) => typeof value === "string");
  const { traceId, spanId, flags } = TRACEPARENT.exec(typeof text === "string" ? text : "")?.groups ?? {};
  if (traceId === undefined || spanId === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags ?? "0", 16) & TraceFlags.SAMPLED;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
