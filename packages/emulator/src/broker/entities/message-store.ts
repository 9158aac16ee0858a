import { BinaryHeap } from "./binary-heap.ts";
import type { StoredMessage } from "./stored-message.ts";

/** How many messages a queue holds, by state, and how much room they take. */
export interface MessageCounts {
  readonly active: number;
  readonly deferred: number;
  readonly scheduled: number;
  readonly sizeBytes: number;
}

/** Messages of one queue by number, and in the order in which they are to be received. */
export class MessageStore {
  readonly #bySequence = new Map<number, StoredMessage>();
  /** Messages that may be ready, by session; the ones without share the empty name. */
  readonly #ready = new Map<string, BinaryHeap<StoredMessage>>();
  readonly #expiring = new BinaryHeap<StoredMessage>((message) => message.expiresAtMs);
  readonly #scheduled = new BinaryHeap<StoredMessage>((message) => message.content.scheduledAtMs ?? 0);
  #deferred = 0;
  #waiting = 0;
  #sizeBytes = 0;
  readonly #bySession: boolean;

  /** @param bySession - whether messages are received by their session, or all in one order. */
  constructor(bySession: boolean) {
    this.#bySession = bySession;
  }

  add(message: StoredMessage): void {
    this.#bySequence.set(message.sequence, message);
    this.#sizeBytes += message.content.sizeBytes;
    if (message.expiresAtMs !== Infinity) this.#expiring.push(message);
    if (message.state === "deferred") this.#deferred += 1;
    else if (message.state === "active") this.makeReady(message);
    else {
      this.#waiting += 1;
      this.#scheduled.push(message);
    }
  }

  get(sequence: number): StoredMessage | undefined {
    return this.#bySequence.get(sequence);
  }

  /** Whether this very message is still there. */
  holds(message: StoredMessage): boolean {
    return this.#bySequence.get(message.sequence) === message;
  }

  remove(message: StoredMessage): void {
    if (!this.#bySequence.delete(message.sequence)) return;
    message.ready = false;
    this.#sizeBytes -= message.content.sizeBytes;
    if (message.state === "deferred") this.#deferred -= 1;
    if (message.state === "scheduled") this.#waiting -= 1;
  }

  /** Sets a message aside, to be received by its number alone. */
  defer(message: StoredMessage): void {
    if (message.state !== "deferred") this.#deferred += 1;
    message.state = "deferred";
    message.ready = false;
  }

  /** Lets a message be received, in its place by its number. */
  makeReady(message: StoredMessage): void {
    if (message.ready) return;
    message.ready = true;
    const key = this.#orderOf(message);
    const heap = this.#ready.get(key);
    if (heap !== undefined) heap.push(message);
    else {
      const made = new BinaryHeap<StoredMessage>(({ sequence }) => sequence);
      made.push(message);
      this.#ready.set(key, made);
    }
  }

  #orderOf({ content }: StoredMessage): string {
    return this.#bySession ? (content.sessionId ?? "") : "";
  }

  /** Gives a message other properties. */
  replaceContent(message: StoredMessage, content: StoredMessage["content"]): void {
    this.#sizeBytes += content.sizeBytes - message.content.sizeBytes;
    message.content = content;
  }

  /** The next message to receive, left where it is. */
  nextReady(sessionId = ""): StoredMessage | undefined {
    const heap = this.#ready.get(sessionId);
    if (heap === undefined) return undefined;
    for (let next = heap.peek(); next !== undefined; next = heap.peek()) {
      if (next.ready && this.holds(next)) return next;
      heap.pop();
    }
    this.#ready.delete(sessionId);
    return undefined;
  }

  /** Takes the next message to receive out of the order; it is to be locked or removed. */
  takeReady(sessionId = ""): StoredMessage | undefined {
    const next = this.nextReady(sessionId);
    if (next === undefined) return undefined;
    this.#ready.get(sessionId)?.pop();
    next.ready = false;
    return next;
  }

  /** Sessions that have messages to receive, in the order in which they first had one. */
  *readySessions(): Generator<string> {
    for (const sessionId of this.#ready.keys()) if (this.nextReady(sessionId) !== undefined) yield sessionId;
  }

  /** Takes the messages whose time to live is over. Those that are locked come when their lock ends. */
  takeExpired(nowMs: number): StoredMessage[] {
    return takeDue(this.#expiring, nowMs, (message) => message.expiresAtMs).filter(
      (message) => this.holds(message) && (message.ready || message.state !== "active"),
    );
  }

  /** Takes the scheduled messages whose time has come; they are still there until removed. */
  takeScheduled(nowMs: number): StoredMessage[] {
    return takeDue(this.#scheduled, nowMs, (message) => message.content.scheduledAtMs ?? 0).filter((message) =>
      this.holds(message),
    );
  }

  /** When the next message expires or appears; Infinity when none does. Milliseconds since the epoch. */
  nextDueMs(): number {
    const scheduled = this.#scheduled.peek()?.content.scheduledAtMs ?? Infinity;
    return Math.min(scheduled, this.#expiring.peek()?.expiresAtMs ?? Infinity);
  }

  /** All messages from a number on, in the order of their numbers; of one session when it is named. */
  from(sequence: number, count: number, sessionId?: string): StoredMessage[] {
    const found: StoredMessage[] = [];
    for (const message of this.#bySequence.values()) {
      if (found.length >= count) break;
      if (message.sequence >= sequence && (sessionId ?? message.content.sessionId) === message.content.sessionId) {
        found.push(message);
      }
    }
    return found;
  }

  all(): IterableIterator<StoredMessage> {
    return this.#bySequence.values();
  }

  get counts(): MessageCounts {
    const active = this.#bySequence.size - this.#deferred - this.#waiting;
    return { active, deferred: this.#deferred, scheduled: this.#waiting, sizeBytes: this.#sizeBytes };
  }
}

function takeDue(
  heap: BinaryHeap<StoredMessage>,
  nowMs: number,
  timeOf: (message: StoredMessage) => number,
): StoredMessage[] {
  const due: StoredMessage[] = [];
  for (let next = heap.peek(); next !== undefined && timeOf(next) <= nowMs; next = heap.peek()) {
    due.push(heap.pop()!);
  }
  return due;
}
