import { isAzlinError, systemClock, withDeadline } from "@azlin/core";
import { sendControl } from "./control-request.ts";
import type { LocalPaths } from "./local-paths.ts";
import { INSTANCE_HEADER, readServerRecord, SUBSCRIPTIONS_HEADER, type ServerRecord } from "./server-record.ts";

/** Milliseconds a running server may take to say that it is there: it may be saving its state. */
const ANSWER_MS = 5_000;

/**
 * The local Azure that runs; `undefined` when none does. A record left behind by a process that was killed is told
 * from a live one by asking the server, as pid and port may belong to somebody else by now.
 */
export async function findServer(paths: LocalPaths, signal?: AbortSignal): Promise<ServerRecord | undefined> {
  const record = await readServerRecord(paths.record);
  if (record === undefined || !isAlive(record.pid)) return undefined;
  return ask(record, signal);
}

/** Whether a process of this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process: it exists.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The record with what the server says of itself; `undefined` when it is not this one that answers. */
async function ask(record: ServerRecord, signal: AbortSignal | undefined): Promise<ServerRecord | undefined> {
  const options = { timeoutMs: ANSWER_MS, clock: systemClock, ...(signal !== undefined && { signal }) };
  try {
    const { headers } = await withDeadline("asking the local Azure", options, (inner) =>
      sendControl(record.url, { method: "GET", path: "clock", signal: inner }),
    );
    if (headers[INSTANCE_HEADER] !== record.instance) return undefined;
    return {
      ...record,
      subscriptionIds: String(headers[SUBSCRIPTIONS_HEADER] ?? "")
        .split(",")
        .filter(Boolean),
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (isAzlinError(error)) return undefined;
    throw error;
  }
}
