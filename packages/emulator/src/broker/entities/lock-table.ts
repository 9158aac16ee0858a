import type { Random } from "@azlin/core";
import { randomGuid } from "@azlin/core";
import type { StoredMessage } from "./stored-message.ts";

/** A receiver's claim on one message. */
export interface MessageLock {
  /** GUID in RFC order, which clients name in requests. */
  readonly token: string;
  readonly message: StoredMessage;
  /** Session under whose lock it stands; such a lock lasts as long as the session's. */
  readonly sessionId: string | undefined;
  lockedUntilMs: number;
}

/** The locks of one queue, in the order in which they expire: all last equally long. */
export class LockTable {
  readonly #locks = new Map<string, MessageLock>();
  readonly #prefix: string;
  #issued = 0;

  constructor(random: Random) {
    this.#prefix = randomGuid(random).slice(0, 24);
  }

  get size(): number {
    return this.#locks.size;
  }

  lock(message: StoredMessage, lockedUntilMs: number, sessionId?: string): MessageLock {
    this.#issued += 1;
    const token = this.#prefix + this.#issued.toString(16).padStart(12, "0");
    const lock: MessageLock = { token, message, sessionId, lockedUntilMs };
    this.#locks.set(token, lock);
    return lock;
  }

  get(token: string): MessageLock | undefined {
    return this.#locks.get(token);
  }

  release(token: string): void {
    this.#locks.delete(token);
  }

  /** Gives a lock a later end. */
  renew(lock: MessageLock, lockedUntilMs: number): void {
    lock.lockedUntilMs = lockedUntilMs;
    this.#locks.delete(lock.token);
    this.#locks.set(lock.token, lock);
  }

  /** Ends every lock of a session. */
  releaseSession(sessionId: string): StoredMessage[] {
    const released = [...this.#locks.values()].filter((lock) => lock.sessionId === sessionId);
    for (const { token } of released) this.#locks.delete(token);
    return released.map(({ message }) => message);
  }

  /** Ends the locks whose time is over. Those under a session's lock end with that. */
  takeExpired(nowMs: number): StoredMessage[] {
    const expired: StoredMessage[] = [];
    for (const lock of this.#locks.values()) {
      if (lock.sessionId !== undefined) continue;
      if (lock.lockedUntilMs > nowMs) break;
      this.#locks.delete(lock.token);
      expired.push(lock.message);
    }
    return expired;
  }

  /** When the next lock expires by itself; Infinity when none does. */
  nextExpiryMs(): number {
    for (const lock of this.#locks.values()) if (lock.sessionId === undefined) return lock.lockedUntilMs;
    return Infinity;
  }
}
