// The orchestrator of a run: it takes the agents' events from its subscription, and refuses what it cannot make sense of.
import { EventBusClient, PermanentEventError } from "@azlin/event-bus";

const SUBSCRIPTION = "orchestrator-sub";
const PATIENCE_MS = 20_000;

/** What the agent of a run tells: of its start, of what it has made, and of something in another subscription. */
export function eventsOfRun(group, elsewhere) {
  const base = { run_id: "run-7", scenario_name: "web-shop" };
  const made = (second, where, name) => ({
    ...base,
    event_type: "resource_created",
    timestamp: `2026-11-21T10:00:0${second}Z`,
    resource_id: `${where}/providers/Microsoft.App/containerApps/${name}`,
    resource_type: "Microsoft.App/containerApps",
    resource_name: name,
  });
  return [
    { ...base, event_type: "agent_started", timestamp: "2026-11-21T10:00:00Z", message: "looking at the shop" },
    made(1, group, "shop"),
    made(2, elsewhere, "cache"),
  ];
}

/** Handles events until there were so many; those of resources outside of `groups` are refused. */
export async function orchestrate(connection, { groups, count }) {
  const bus = new EventBusClient({ ...connection, topicName: "agent-logs" });
  const processor = await bus.subscribe(SUBSCRIPTION, ({ resourceId }) => {
    if (resourceId === undefined || groups.some((group) => resourceId.startsWith(group))) return;
    throw new PermanentEventError("The resource is in no group of the run.");
  });
  const deadline = performance.now() + PATIENCE_MS;
  const done = () => processor.stats().handled + processor.stats().deadLettered;
  while (done() < count && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  await processor.stop();
  await bus.close();
  const { handled, deadLettered } = processor.stats();
  return { handled, deadLettered };
}
