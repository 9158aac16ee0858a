import type { DeadLetter } from "@azlin/event-bus";
import type { Context } from "../context.ts";
import type { PlannedAction } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";
import { typeOf } from "./event-line.ts";
import type { OpenBus } from "./with-bus.ts";

/** What replaying a dead letter is in a plan. */
export function replayStep({ eventId, event, reason }: DeadLetter): PlannedAction {
  return { action: "replay", target: `${typeOf(event)} ${eventId}`, reason: `It was given up: ${reason}.` };
}

/** Replays exactly the letters that were looked at: not what has come since. Says what it has done when it is ended early. */
export async function replayPlanned(
  { client, subscription }: OpenBus,
  planned: readonly DeadLetter[],
  context: Context,
): Promise<Report> {
  const meant = new Set(planned.map(({ sequenceNumber }) => sequenceNumber));
  const replayed: string[] = [];
  const options = {
    filter: ({ sequenceNumber }: DeadLetter) => meant.has(sequenceNumber),
    maxCount: meant.size,
    onReplayed: ({ eventId }: DeadLetter) => void replayed.push(eventId),
    signal: context.signal,
  };
  try {
    await context.progress("Replaying dead letters", () => client.replayDeadLetters(subscription, options));
  } catch (error) {
    if (replayed.length === 0) throw error;
    context.warn(`${replayed.length} of ${meant.size} dead letters were replayed before it ended.`);
    throw error;
  }
  const missing = meant.size - replayed.length;
  return {
    json: { replayed, missing },
    text: `Replayed ${replayed.length} of ${meant.size} dead letters.`,
    footer: missing === 0 ? [] : ["The others are received by somebody else at the moment, or have gone."],
    failed: missing > 0,
  };
}
