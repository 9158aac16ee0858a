import type { WireEvent } from "../../src/index.ts";

const VM = "/subscriptions/sub1/resourceGroups/rg1/providers/Microsoft.Compute/virtualMachines";

/** A resource event of the seed. */
export function resourceEvent(change: Record<string, unknown> = {}): WireEvent {
  return {
    event_type: "resource_created",
    resource_id: `${VM}/vm1`,
    resource_type: "Microsoft.Compute/virtualMachines",
    resource_name: "vm1",
    scenario_name: "test-scenario",
    run_id: "run-123",
    timestamp: "2024-11-14T12:00:00Z",
    ...change,
  };
}

/** An agent's log line; the n-th differs from the others. */
export function operation(n: number, change: Record<string, unknown> = {}): WireEvent {
  return {
    event_type: "operation",
    scenario_name: "test-scenario",
    run_id: "run-1",
    timestamp: "2024-11-14T12:00:00Z",
    message: `step ${n}`,
    details: { n },
    ...change,
  };
}
