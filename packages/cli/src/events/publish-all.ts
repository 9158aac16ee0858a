import type { AzlinError } from "@azlin/core";
import type { Context } from "../context.ts";
import type { Report } from "../render/report.ts";
import { safeText } from "../render/safe-text.ts";
import type { EventOnLine } from "./read-events.ts";
import type { OpenBus } from "./with-bus.ts";

/** A line whose event was not published. */
interface FailedLine {
  readonly line: number;
  readonly error: AzlinError;
}

/**
 * Publishes events. On Ctrl-C those that are under way may go, the others fail.
 *
 * @throws AzlinError of the first event when none could be published.
 */
export async function publishAll(bus: OpenBus, events: readonly EventOnLine[], context: Context): Promise<Report> {
  const lines = new Map<unknown, number>(events.map(({ line, event }) => [event, line]));
  const close = (): void => void bus.client.close();
  context.signal.addEventListener("abort", close, { once: true });
  const report = await context.progress(`Publishing ${events.length} events`, () =>
    bus.client.publishEvents(events.map(({ event }) => event)),
  );
  context.signal.removeEventListener("abort", close);
  const failed = report.failed.map(({ event, error }) => ({ line: lines.get(event)!, error }));
  if (report.published === 0 && failed.length > 0 && !context.signal.aborted) throw failed[0]!.error;
  return {
    json: {
      topic: bus.topic,
      published: report.published,
      failed: failed.map(({ line, error }) => ({ line, ...error.toJSON() })),
    },
    text: `Published ${report.published} of ${events.length} events to ${bus.topic}.`,
    footer: complaints(failed),
    failed: failed.length > 0,
  };
}

/** Each reason with the lines that it holds for. */
function complaints(failed: readonly FailedLine[]): string[] {
  const byMessage = new Map<string, number[]>();
  for (const { line, error } of failed) byMessage.set(error.message, [...(byMessage.get(error.message) ?? []), line]);
  return Array.from(byMessage, ([message, lines]) => `Not published: ${linesText(lines)}: ${safeText(message)}`);
}

function linesText(lines: readonly number[]): string {
  const sorted = lines.toSorted((left, right) => left - right);
  const shown = sorted.slice(0, 10).join(", ");
  return `${sorted.length === 1 ? "line" : "lines"} ${shown}${sorted.length > 10 ? ", …" : ""}`;
}
