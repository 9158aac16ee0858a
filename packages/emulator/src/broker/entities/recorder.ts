import type { StoredMessage } from "./stored-message.ts";

/** Follows what happens to messages, so that it can be repeated after a restart. Queues are told apart by their path. */
export interface Recorder {
  /** A message is there now, or is another than before. */
  stored(queue: string, message: StoredMessage): void;
  /** Its delivery count or state has changed. */
  changed(queue: string, message: StoredMessage): void;
  removed(queue: string, sequence: number): void;
  /** The state of a session; `undefined` when it was cleared. */
  sessionState(queue: string, sessionId: string, state: Uint8Array | undefined): void;
}

/** Keeps nothing: what an ephemeral broker does. */
export const noRecorder: Recorder = {
  stored: () => {},
  changed: () => {},
  removed: () => {},
  sessionState: () => {},
};
