import { silentLogger, systemClock, TransportError, TtlCache, type Logger } from "@azlin/core";
import type { EventHandler } from "../receive/event-handler.ts";
import type { EventSink, SinkRecord } from "./event-sink.ts";
import { SinkWriter, type SinkWriterOptions } from "./sink-writer.ts";

/** A sink, and whether an event may be done without it. */
export interface SinkChoice {
  readonly sink: EventSink;
  /** Default true: the event comes again until the sink has it. */
  readonly isRequired?: boolean;
}

/** Options of {@link writeToSinks}. */
export interface WriteToSinksOptions extends SinkWriterOptions {
  /** Told of what a sink that is not required did not take. */
  readonly onLost?: (sink: string, record: SinkRecord, error: unknown) => void;
  readonly logger?: Logger;
}

/** Events of which is remembered which sinks have them, and for how long. */
const REMEMBERED = { maxEntries: 50_000, ttlMs: 3_600_000 };

/**
 * A handler that writes each event into several sinks at once. Its event is done when all required sinks have it; when it
 * comes again, only those that do not have it are written to.
 *
 * @throws (the handler) TransportError (`SINKS_FAILED`), which names the sinks that did not take the event.
 */
export function writeToSinks(sinks: readonly SinkChoice[], options: WriteToSinksOptions = {}): EventHandler {
  const { clock = systemClock, logger = silentLogger, onLost } = options;
  const writers = sinks.map(({ sink, isRequired = true }) => ({
    name: sink.name,
    isRequired,
    writer: new SinkWriter(sink, options),
    written: new TtlCache<string, true>({ ...REMEMBERED, clock }),
  }));
  return async (event, { eventId, wire, enqueuedAt }) => {
    const record: SinkRecord = { eventId, event, wire, enqueuedAt };
    const missing: { readonly name: string; readonly error: unknown }[] = [];
    const writes = writers.map(async ({ name, isRequired, writer, written }) => {
      if (written.get(eventId) !== undefined) return;
      try {
        await writer.write(record);
        written.set(eventId, true);
      } catch (error) {
        logger.warn("a sink did not take an event", { sink: name, eventId, isRequired, error });
        if (isRequired) missing.push({ name, error });
        else onLost?.(name, record, error);
      }
    });
    await Promise.all(writes);
    if (missing.length > 0) throw sinksFailed(missing);
  };
}

function sinksFailed(missing: readonly { readonly name: string; readonly error: unknown }[]): TransportError {
  const names = missing.map(({ name }) => name);
  const first = missing[0]!.error;
  const why = first instanceof Error ? first.message : String(first);
  return new TransportError("SINKS_FAILED", `The event is not in ${names.join(", ")}: ${why}`, {
    hint: "See that the sink can be reached and written to; the event comes again.",
    details: { sinks: names },
    cause: first,
  });
}
