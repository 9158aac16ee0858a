import type { Consumer } from "./consumer.ts";

/** A session: what its messages have in common, and who has it. */
export interface MessageSession {
  readonly sessionId: string;
  state: Uint8Array | undefined;
  holder: Consumer | undefined;
  lockedUntilMs: number;
}

/** Somebody who takes any session that is free. */
export interface SessionWaiter {
  readonly consumer: Consumer;
  granted(session: MessageSession): void;
}

/** Sessions of one queue: their states, their holders, and who waits for one. */
export class SessionTable {
  readonly #sessions = new Map<string, MessageSession>();
  readonly #waiters = new Set<SessionWaiter>();

  /** The session of this name, which is there as soon as somebody asks. */
  open(sessionId: string): MessageSession {
    const known = this.#sessions.get(sessionId);
    if (known !== undefined) return known;
    const made: MessageSession = { sessionId, state: undefined, holder: undefined, lockedUntilMs: 0 };
    this.#sessions.set(sessionId, made);
    return made;
  }

  get(sessionId: string): MessageSession | undefined {
    return this.#sessions.get(sessionId);
  }

  isHeld(sessionId: string): boolean {
    return this.#sessions.get(sessionId)?.holder !== undefined;
  }

  hold(session: MessageSession, holder: Consumer, lockedUntilMs: number): void {
    session.holder = holder;
    session.lockedUntilMs = lockedUntilMs;
  }

  release(session: MessageSession): void {
    session.holder = undefined;
    if (session.state === undefined) this.#sessions.delete(session.sessionId);
  }

  /** The session that a consumer has. */
  heldBy(consumer: Consumer): MessageSession | undefined {
    for (const session of this.#sessions.values()) if (session.holder === consumer) return session;
    return undefined;
  }

  *held(): Generator<MessageSession> {
    for (const session of this.#sessions.values()) if (session.holder !== undefined) yield session;
  }

  /** Sessions that have a state. */
  *withState(): Generator<MessageSession> {
    for (const session of this.#sessions.values()) if (session.state !== undefined) yield session;
  }

  wait(waiter: SessionWaiter): void {
    this.#waiters.add(waiter);
  }

  stopWaiting(consumer: Consumer): void {
    for (const waiter of this.#waiters) if (waiter.consumer === consumer) this.#waiters.delete(waiter);
  }

  /** Takes whoever has waited longest. */
  nextWaiter(): SessionWaiter | undefined {
    const [waiter] = this.#waiters;
    if (waiter !== undefined) this.#waiters.delete(waiter);
    return waiter;
  }

  get isWaitedFor(): boolean {
    return this.#waiters.size > 0;
  }

  /** When the next session lock expires; Infinity when none is held. */
  nextExpiryMs(): number {
    let next = Infinity;
    for (const { lockedUntilMs } of this.held()) next = Math.min(next, lockedUntilMs);
    return next;
  }
}
