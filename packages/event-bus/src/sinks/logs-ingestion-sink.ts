import type { LogsIngestionClient } from "@azure/monitor-ingestion";
import type { WireEvent } from "../events/agent-event.ts";
import type { EventSink, SinkFailure, SinkRecord } from "./event-sink.ts";

/** Where rows go in Azure Monitor. */
export interface LogsIngestionSinkOptions {
  readonly client: LogsIngestionClient;
  /** Immutable id of the data collection rule, `dcr-…`. */
  readonly ruleId: string;
  /** Stream of the rule, `Custom-AgentEvents_CL`. */
  readonly streamName: string;
  /** Makes a row of an event. Default: its fields as they came, `TimeGenerated` and `EventId`. */
  readonly toRow?: (record: SinkRecord) => Record<string, unknown>;
  /** Default `log-analytics`. */
  readonly name?: string;
}

/** What the client throws when some rows did not go. */
interface UploadFailure {
  readonly errors: readonly { readonly cause: Error; readonly failedLogs: readonly Record<string, unknown>[] }[];
}

/** Sends events to a table of Log Analytics through the Logs Ingestion API. */
export function logsIngestionSink(options: LogsIngestionSinkOptions): EventSink {
  const { client, ruleId, streamName, toRow = rowOf, name = "log-analytics" } = options;
  return {
    name,
    write: async (records) => {
      const rows = new Map(records.map((record) => [toRow(record), record]));
      try {
        await client.upload(ruleId, streamName, [...rows.keys()]);
        return [];
      } catch (error) {
        return failuresIn(error, rows);
      }
    },
  };
}

/** The records whose rows did not go; the client sends rows in chunks, of which some may be in. */
function failuresIn(error: unknown, rows: ReadonlyMap<Record<string, unknown>, SinkRecord>): readonly SinkFailure[] {
  if (!isUploadFailure(error)) throw error;
  return error.errors.flatMap(({ cause, failedLogs }) =>
    failedLogs.flatMap((row) => {
      const record = rows.get(row);
      return record === undefined ? [] : [{ record, error: cause }];
    }),
  );
}

function isUploadFailure(error: unknown): error is UploadFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function rowOf({ eventId, wire, enqueuedAt }: SinkRecord): Record<string, unknown> {
  return { TimeGenerated: timeOf(wire) ?? enqueuedAt?.toISOString(), EventId: eventId, ...wire };
}

function timeOf(wire: WireEvent): string | undefined {
  const time = wire["timestamp"];
  return typeof time === "string" ? time : undefined;
}
