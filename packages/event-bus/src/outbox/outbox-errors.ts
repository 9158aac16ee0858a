import { PrerequisiteError, ThrottledError } from "@azlin/core";

const NO_ROOM = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** What the disk says of an outbox, as one of our errors. */
export function outboxDiskError(error: unknown, directory: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!NO_ROOM.has(code)) return error;
  return new PrerequisiteError("OUTBOX_DISK_FULL", `The disk has no room for the outbox in ${directory}.`, {
    hint: "Free some space and publish again: the events of this call were not taken.",
    details: { directory, code },
    cause: error,
  });
}

/** The bound of an outbox was reached. */
export function outboxFull(directory: string, bound: string): ThrottledError {
  return new ThrottledError("OUTBOX_FULL", `The outbox in ${directory} holds ${bound}, which is all it may.`, {
    hint: "Publish again later, or allow more: the events of this call were not taken.",
    details: { directory },
  });
}
