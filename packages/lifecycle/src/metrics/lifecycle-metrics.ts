import type { Counter, Histogram, Meter } from "@opentelemetry/api";
import type { HealthStatus } from "@azlin/health";
import type { HealResult } from "../healer/heal-result.ts";
import type { HookOutcome } from "../hooks/hook-result.ts";
import type { HookType } from "../hooks/hook-type.ts";

/** What the daemon counts, as OpenTelemetry instruments. */
export class LifecycleMetrics {
  readonly #checks: Counter;
  readonly #heals: Counter;
  readonly #hooks: Counter;
  readonly #duration: Histogram;
  readonly #lateness: Histogram;

  /** @param statuses - how many VMs are in each state now. */
  constructor(meter: Meter, statuses: () => ReadonlyMap<HealthStatus, number>) {
    this.#checks = meter.createCounter("azlin.lifecycle.checks", { description: "Checks by what they came to." });
    this.#heals = meter.createCounter("azlin.lifecycle.heals", { description: "Restarts and starts by outcome." });
    this.#hooks = meter.createCounter("azlin.lifecycle.hooks", { description: "Hook scripts by outcome." });
    this.#duration = meter.createHistogram("azlin.lifecycle.check.duration", {
      description: "Time that a check took.",
      unit: "ms",
    });
    this.#lateness = meter.createHistogram("azlin.lifecycle.check.lateness", {
      description: "Time by which a check began after it was due.",
      unit: "ms",
    });
    meter.createObservableGauge("azlin.lifecycle.vms", { description: "VMs by status." }).addCallback((result) => {
      for (const [status, count] of statuses()) result.observe(count, { status });
    });
  }

  check(status: HealthStatus, durationMs: number): void {
    this.#checks.add(1, { status });
    this.#duration.record(durationMs);
  }

  late(ms: number): void {
    this.#lateness.record(Math.max(0, ms));
  }

  heal({ action, outcome }: HealResult): void {
    this.#heals.add(1, { action, outcome });
  }

  hook(type: HookType, outcome: HookOutcome): void {
    this.#hooks.add(1, { type, outcome });
  }
}
