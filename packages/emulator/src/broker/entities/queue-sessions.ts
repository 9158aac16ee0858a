import { sessionCannotBeLocked, sessionLockLost } from "../broker-error.ts";
import type { Consumer } from "./consumer.ts";
import type { MessageStore } from "./message-store.ts";
import type { QueueBehaviour } from "./queue-behaviour.ts";
import type { QueueHost } from "./queue-host.ts";
import { SessionTable, type MessageSession } from "./session-table.ts";
import type { StoredMessage } from "./stored-message.ts";

/** What the sessions of a queue need from it. */
export interface QueueSessionsParts {
  readonly path: string;
  readonly host: QueueHost;
  readonly store: MessageStore;
  readonly behaviour: () => QueueBehaviour;
  readonly hand: (message: StoredMessage, consumer: Consumer, sessionId: string) => void;
  /** The locks under a session's have ended with it. */
  readonly released: (sessionId: string, failed: boolean) => void;
  readonly pump: () => void;
  readonly wakeAt: (atMs: number) => void;
  readonly settleTime: () => void;
}

/** Told who got which session. */
export type SessionGranted = (sessionId: string, lockedUntilMs: number) => void;

/** Sessions of one queue: each has one receiver at a time, which gets its messages in order. */
export class QueueSessions {
  readonly #parts: QueueSessionsParts;
  readonly #table = new SessionTable();

  constructor(parts: QueueSessionsParts) {
    this.#parts = parts;
  }

  /** Whether somebody has a session, or waits for one. */
  get isUsed(): boolean {
    return this.#table.isWaitedFor || !this.#table.held().next().done;
  }

  /**
   * Gives a receiver the session of this name; without one, any that is free, as soon as there is one.
   *
   * @throws BrokerError when somebody else has it.
   */
  accept(consumer: Consumer, sessionId: string | undefined, granted: SessionGranted): void {
    this.#parts.settleTime();
    if (sessionId !== undefined) {
      if (this.#table.isHeld(sessionId)) throw sessionCannotBeLocked(sessionId);
      this.#grant(this.#table.open(sessionId), consumer, granted);
    } else {
      this.#table.wait({ consumer, granted: (session) => this.#grant(session, consumer, granted) });
      this.#serveWaiters();
    }
    this.#parts.pump();
  }

  /** Ends what a receiver has or waits for. */
  leave(consumer: Consumer): void {
    this.#table.stopWaiting(consumer);
    const session = this.#table.heldBy(consumer);
    if (session !== undefined) this.#end(session, false);
  }

  /** When the lock of a session ends; `undefined` when nobody has it. Milliseconds since the epoch. */
  lockedUntilMs(sessionId: string): number | undefined {
    const session = this.#table.get(sessionId);
    return session?.holder === undefined ? undefined : session.lockedUntilMs;
  }

  /**
   * Gives a session's lock its whole duration again.
   *
   * @returns when it now ends, in milliseconds since the epoch.
   * @throws BrokerError when nobody has it.
   */
  renew(sessionId: string): number {
    const session = this.#requireHeld(sessionId);
    session.lockedUntilMs = this.#parts.host.clock.now() + this.#parts.behaviour().lockDurationMs;
    this.#parts.wakeAt(session.lockedUntilMs);
    return session.lockedUntilMs;
  }

  /** @throws BrokerError when nobody has the session. */
  state(sessionId: string): Uint8Array | undefined {
    return this.#requireHeld(sessionId).state;
  }

  /** @throws BrokerError when nobody has the session. */
  setState(sessionId: string, state: Uint8Array | undefined): void {
    this.#requireHeld(sessionId).state = state;
    this.#parts.host.recorder.sessionState(this.#parts.path, sessionId, state);
  }

  /** Puts a state back that was there before. */
  restoreState(sessionId: string, state: Uint8Array | undefined): void {
    this.#table.open(sessionId).state = state;
  }

  /** States of the sessions that have one. */
  *states(): Generator<readonly [string, Uint8Array]> {
    for (const { sessionId, state } of this.#table.withState()) if (state !== undefined) yield [sessionId, state];
  }

  /** Names of the sessions that have messages or a state. */
  list(): string[] {
    const stored = new Set<string>();
    for (const { content } of this.#parts.store.all())
      if (content.sessionId !== undefined) stored.add(content.sessionId);
    for (const { sessionId } of this.#table.withState()) stored.add(sessionId);
    return [...stored];
  }

  /** Hands out what the holders of sessions have credit for. */
  serve(): void {
    this.#serveWaiters();
    for (const session of this.#table.held()) this.#serveOne(session);
  }

  /** Ends the locks whose time is over. */
  expire(nowMs: number): void {
    for (const session of this.#table.held()) {
      if (session.lockedUntilMs > nowMs) continue;
      const holder = session.holder;
      this.#end(session, true);
      holder?.detach(sessionLockLost(session.sessionId));
    }
  }

  nextExpiryMs(): number {
    return this.#table.nextExpiryMs();
  }

  /** Ends all, and tells whom. */
  close(): Consumer[] {
    const consumers = [...this.#table.held()].map(({ holder }) => holder!);
    for (let waiter = this.#table.nextWaiter(); waiter !== undefined; waiter = this.#table.nextWaiter()) {
      consumers.push(waiter.consumer);
    }
    return consumers;
  }

  #serveOne({ sessionId, holder }: MessageSession): void {
    if (holder === undefined) return;
    while (holder.credit() > 0) {
      const message = this.#parts.store.takeReady(sessionId);
      if (message === undefined) return;
      this.#parts.hand(message, holder, sessionId);
    }
  }

  #serveWaiters(): void {
    if (!this.#table.isWaitedFor) return;
    for (const sessionId of this.#parts.store.readySessions()) {
      if (this.#table.isHeld(sessionId)) continue;
      this.#table.nextWaiter()?.granted(this.#table.open(sessionId));
      if (!this.#table.isWaitedFor) return;
    }
  }

  #grant(session: MessageSession, consumer: Consumer, granted: SessionGranted): void {
    const untilMs = this.#parts.host.clock.now() + this.#parts.behaviour().lockDurationMs;
    this.#table.hold(session, consumer, untilMs);
    this.#parts.wakeAt(untilMs);
    granted(session.sessionId, untilMs);
  }

  #end(session: MessageSession, failed: boolean): void {
    this.#table.release(session);
    this.#parts.released(session.sessionId, failed);
    this.#parts.pump();
  }

  #requireHeld(sessionId: string): MessageSession {
    this.#parts.settleTime();
    const session = this.#table.get(sessionId);
    if (session?.holder === undefined) throw sessionLockLost(sessionId);
    return session;
  }
}
