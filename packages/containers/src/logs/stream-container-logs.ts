import { ValidationError, type AbortOptions } from "@azlin/core";
import type { ContainersAzure } from "../azure/containers-azure.ts";
import { isEnded } from "../status/container-state.ts";
import { readContainerStatus, type ContainerStatus } from "../status/read-container-status.ts";
import type { ContainerPlace } from "../status/read-existing.ts";
import { findLogStream } from "./find-log-stream.ts";
import { LogCursor } from "./log-cursor.ts";
import { parseLogLine, type ContainerLogLine } from "./log-line.ts";
import { readLogStream, type ReadLogStreamOptions } from "./read-log-stream.ts";

/** Options of {@link streamContainerLogs}. */
export interface StreamContainerLogsOptions extends AbortOptions {
  /** Go on until what runs has ended. Default: false. */
  readonly follow?: boolean;
  /** Lines to begin with, from the end; 0 to 300, which is all that Azure gives. Default: 300. */
  readonly tailLines?: number;
  /** Execution of a job. Default: its last. */
  readonly execution?: string | undefined;
  /** Milliseconds between two looks for more. Default: 2,000. */
  readonly intervalMs?: number;
}

const MOST_LINES = 300;

/**
 * What a container writes, line by line. Azure ends its streams after a while: when following, they are taken up again
 * where they were, and no line comes twice.
 *
 * @throws ValidationError (`INVALID_TAIL`); NotFoundError (`CONTAINER_NOT_FOUND`, `EXECUTION_NOT_FOUND`); PrerequisiteError
 * (`NO_REPLICA`); other AzlinErrors when the log cannot be read; the signal's reason.
 */
export async function* streamContainerLogs(
  azure: ContainersAzure,
  place: ContainerPlace,
  options: StreamContainerLogsOptions = {},
): AsyncGenerator<ContainerLogLine> {
  const { follow = false, tailLines = MOST_LINES, intervalMs = 2_000, signal } = options;
  checkTail(tailLines);
  const cursor = new LogCursor();
  // What runs is found once: a later execution is another story.
  let status = await readContainerStatus(azure, place, { signal, execution: options.execution });
  const execution = status.kind === "job" ? (status.run ?? undefined) : undefined;
  let tail = tailLines;
  for (;;) {
    yield* readOnce(azure, { place, status, cursor }, { tailLines: tail, follow, signal });
    // The state was read before the log: what was written last is then in there.
    if (!follow || isEnded(status.state)) return;
    await azure.clock.delay(intervalMs, { signal });
    status = await readContainerStatus(azure, place, { signal, execution });
    tail = MOST_LINES;
  }
}

interface Reading {
  readonly place: ContainerPlace;
  readonly status: ContainerStatus;
  readonly cursor: LogCursor;
}

async function* readOnce(
  azure: ContainersAzure,
  { place, status, cursor }: Reading,
  options: ReadLogStreamOptions,
): AsyncGenerator<ContainerLogLine> {
  const stream = await findLogStream(azure, { place, status }, options);
  cursor.begin();
  for await (const text of readLogStream(azure, stream, options)) {
    const line = parseLogLine(text);
    if (cursor.isNew(line)) yield line;
  }
}

function checkTail(tailLines: number): void {
  if (Number.isInteger(tailLines) && tailLines >= 0 && tailLines <= MOST_LINES) return;
  throw new ValidationError("INVALID_TAIL", `The last ${tailLines} lines cannot be had.`, {
    hint: `Ask for 0 to ${MOST_LINES}.`,
  });
}
