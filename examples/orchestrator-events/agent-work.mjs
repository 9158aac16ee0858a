/** The subscription that the orchestrator knows, and one that it does not know yet. */
export const OURS = "/subscriptions/00000000-0000-4000-8000-000000000001";
export const THEIRS = "/subscriptions/00000000-0000-4000-8000-000000000002";

/** What the agent tells of a run: two resources of which one goes again, and one somewhere else. */
export const work = [
  { ...base(1), event_type: "resource_created", ...app(OURS, "web") },
  { ...base(2), event_type: "resource_created", ...app(OURS, "db") },
  { ...base(3), event_type: "resource_created", ...app(THEIRS, "cache") },
  { ...base(4), event_type: "operation", message: "the shop answers" },
  { ...base(5), event_type: "resource_deleted", ...app(OURS, "db") },
];

function app(subscription, name) {
  const resource_type = "Microsoft.App/containerApps";
  const resource_id = `${subscription}/resourceGroups/run-42/providers/${resource_type}/${name}`;
  return { resource_id, resource_type, resource_name: name };
}

function base(n) {
  return {
    event_id: `run-42-${n}`,
    timestamp: `2026-11-21T10:00:0${n}Z`,
    run_id: "run-42",
    scenario_name: "web-shop",
  };
}
