import type { Meter } from "@opentelemetry/api";

/** A meter whose readings can be had as Prometheus wants them. */
export interface PrometheusMeter {
  readonly meter: Meter;
  /** All readings in Prometheus' text format. */
  text(): Promise<string>;
}

/** Makes a meter of its own, whatever the process has registered with OpenTelemetry. */
export async function prometheusMeter(): Promise<PrometheusMeter> {
  const [{ MeterProvider }, { PrometheusExporter, PrometheusSerializer }] = await Promise.all([
    import("@opentelemetry/sdk-metrics"),
    import("@opentelemetry/exporter-prometheus"),
  ]);
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [reader] });
  const serializer = new PrometheusSerializer();
  return {
    meter: provider.getMeter("@azlin/lifecycle"),
    text: async () => serializer.serialize((await reader.collect()).resourceMetrics),
  };
}
