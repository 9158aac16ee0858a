import { messageLockLost, messageNotFound, type BrokerError } from "../broker-error.ts";
import { Alarm } from "./alarm.ts";
import type { Consumer, ReceiveMode } from "./consumer.ts";
import { LockTable, type MessageLock } from "./lock-table.ts";
import type { MessageContent } from "./message-content.ts";
import { MessageStore, type MessageCounts } from "./message-store.ts";
import { newMessage, requireRoom, type Arrival } from "./new-message.ts";
import type { Delivered, MessageQueueParts } from "./message-queue-parts.ts";
import { Numbering } from "./numbering.ts";
import { QueueSessions } from "./queue-sessions.ts";
import { EXPIRED, tooManyDeliveries, type DeadLetterReason, type Settlement } from "./settlement.ts";
import type { StoredMessage } from "./stored-message.ts";

/**
 * Messages in the order of their numbers, with locks, sessions, deferral and schedules: what is behind a queue, a
 * subscription, and the dead letters of each. Knows nothing of AMQP.
 */
export class MessageQueue {
  readonly path: string;
  readonly requiresSession: boolean;
  readonly sessions: QueueSessions;
  readonly #parts: MessageQueueParts;
  readonly #store: MessageStore;
  readonly #locks: LockTable;
  readonly #consumers = new Set<Consumer>();
  readonly #alarm: Alarm;
  readonly numbering: Numbering = new Numbering();
  #isPumping = false;

  constructor(parts: MessageQueueParts) {
    this.path = parts.path;
    this.requiresSession = parts.requiresSession;
    this.#parts = parts;
    this.#store = new MessageStore(parts.requiresSession);
    this.#locks = new LockTable(parts.host.random);
    this.#alarm = new Alarm(parts.host.clock, () => this.#settleNow());
    this.sessions = new QueueSessions({
      ...parts,
      store: this.#store,
      hand: (message, consumer, sessionId) => consumer.deliver(message, this.#hand(message, consumer.mode, sessionId)),
      released: (sessionId, failed) => this.#return(this.#locks.releaseSession(sessionId), failed),
      pump: () => this.#pump(),
      wakeAt: (atMs) => this.#alarm.set(atMs),
      settleTime: () => this.settleTime(),
    });
  }

  get counts(): MessageCounts {
    return this.#store.counts;
  }

  /** How many messages are locked. */
  get lockCount(): number {
    return this.#locks.size;
  }

  /** Whether nobody receives from it. */
  get isIdle(): boolean {
    return this.#consumers.size === 0 && !this.sessions.isUsed;
  }

  /**
   * Puts a message in; one that is scheduled appears at its time.
   *
   * @returns the message's number.
   * @throws BrokerError when the queue is full.
   */
  enqueue(content: MessageContent, arrival: Arrival = {}): number {
    this.settleTime();
    const behaviour = this.#parts.behaviour();
    requireRoom(this.path, this.#store.counts.sizeBytes + content.sizeBytes, behaviour.maxSizeBytes);
    const now = this.#parts.host.clock.now();
    const message = newMessage(content, { ...arrival, sequence: this.numbering.take(), now, behaviour });
    this.restore(message);
    this.#parts.host.recorder.stored(this.path, message);
    if (message.state === "active") this.#pump();
    return message.sequence;
  }

  /** All messages, in whatever state. */
  messages(): IterableIterator<StoredMessage> {
    return this.#store.all();
  }

  /** Puts a message back that was there before. */
  restore(message: StoredMessage): void {
    this.numbering.startAfter(message.sequence);
    this.#store.add(message);
    if (message.expiresAtMs !== Infinity) this.#alarm.set(message.expiresAtMs);
    if (message.state === "scheduled") this.#alarm.set(message.content.scheduledAtMs ?? 0);
  }

  attach(consumer: Consumer): void {
    this.#consumers.add(consumer);
    this.wake();
  }

  /** Ends a receiver. What it has locked stays so until the locks expire; a session is free at once. */
  detach(consumer: Consumer): void {
    this.#consumers.delete(consumer);
    this.sessions.leave(consumer);
  }

  /** A receiver has more credit. */
  wake(): void {
    this.settleTime();
    this.#pump();
  }

  /**
   * Ends a lock by what the receiver decided.
   *
   * @throws BrokerError when the lock is lost.
   */
  settle(token: string, settlement: Settlement): void {
    const { message } = this.requireLock(token);
    if (settlement.kind === "deadLetter") this.#deadLetter(message, settlement);
    this.#locks.release(token);
    if (settlement.kind === "complete") this.#remove(message);
    if (settlement.kind !== "abandon" && settlement.kind !== "defer") return;
    if (settlement.edits !== undefined) {
      this.#store.replaceContent(message, message.content.with(settlement.edits));
      this.#parts.host.recorder.stored(this.path, message);
    }
    if (settlement.kind === "abandon") return this.#return([message], true);
    this.#store.defer(message);
    this.#parts.host.recorder.changed(this.path, message);
  }

  /**
   * The lock of this token, if it still holds.
   *
   * @throws BrokerError when the lock is lost.
   */
  requireLock(token: string): MessageLock {
    this.settleTime();
    const lock = this.#locks.get(token);
    if (lock === undefined || !this.#store.holds(lock.message)) throw messageLockLost();
    return lock;
  }

  /**
   * Gives a lock its whole duration again.
   *
   * @returns when it now ends, in milliseconds since the epoch.
   * @throws BrokerError when the lock is lost.
   */
  renew(token: string): number {
    const lock = this.requireLock(token);
    const untilMs = this.#parts.host.clock.now() + this.#parts.behaviour().lockDurationMs;
    this.#locks.renew(lock, untilMs);
    return untilMs;
  }

  /** Messages in any state, left as they are. */
  peek(fromSequence: number, count: number, sessionId?: string): StoredMessage[] {
    this.settleTime();
    return this.#store.from(fromSequence, count, sessionId);
  }

  /**
   * Receives messages that were set aside.
   *
   * @throws BrokerError when one of them is not there, or not deferred.
   */
  receiveDeferred(sequences: readonly number[], mode: ReceiveMode, sessionId?: string): Delivered[] {
    this.settleTime();
    const messages = sequences.map((sequence) => this.#requireIn("deferred", sequence));
    return messages.map((message) => ({ message, lock: this.#hand(message, mode, sessionId) }));
  }

  /**
   * Takes scheduled messages back before they appear.
   *
   * @throws BrokerError when one of them is not there, or has appeared.
   */
  cancelScheduled(sequences: readonly number[]): void {
    this.settleTime();
    for (const message of sequences.map((sequence) => this.#requireIn("scheduled", sequence))) this.#remove(message);
  }

  /** Takes everything out that can be received. */
  drain(): MessageContent[] {
    const ready = [...this.#store.all()].filter((message) => message.ready);
    for (const message of ready) this.#remove(message);
    return ready.map(({ content }) => content);
  }

  /** Brings about what is due by now: locks and sessions end, messages appear and expire. */
  settleTime(): void {
    if (this.#parts.host.clock.now() >= this.#alarm.atMs) this.#settleNow();
  }

  #settleNow(): void {
    const now = this.#parts.host.clock.now();
    this.#alarm.cancel();
    this.#return(this.#locks.takeExpired(now), true);
    this.sessions.expire(now);
    for (const message of this.#store.takeScheduled(now)) this.#appear(message);
    for (const message of this.#store.takeExpired(now)) this.#expire(message);
    this.#alarm.set(Math.min(this.#locks.nextExpiryMs(), this.sessions.nextExpiryMs(), this.#store.nextDueMs()));
  }

  /** Ends all receivers, and what waits for time to pass. */
  close(reason: BrokerError): void {
    this.#alarm.cancel();
    const consumers = [...this.#consumers, ...this.sessions.close()];
    this.#consumers.clear();
    for (const consumer of consumers) consumer.detach(reason);
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    try {
      if (this.requiresSession) this.sessions.serve();
      else this.#serveInTurn();
    } finally {
      this.#isPumping = false;
    }
  }

  #serveInTurn(): void {
    for (let served = true; served;) {
      served = false;
      for (const consumer of this.#consumers) {
        if (consumer.credit() <= 0) continue;
        const message = this.#store.takeReady();
        if (message === undefined) return;
        consumer.deliver(message, this.#hand(message, consumer.mode));
        served = true;
      }
    }
  }

  /** Locks a message for who receives it, or lets it go with its delivery. */
  #hand(message: StoredMessage, mode: ReceiveMode, sessionId?: string): MessageLock | undefined {
    if (mode === "receiveAndDelete") {
      this.#remove(message);
      return undefined;
    }
    const held = sessionId === undefined ? undefined : this.sessions.lockedUntilMs(sessionId);
    const untilMs = held ?? this.#parts.host.clock.now() + this.#parts.behaviour().lockDurationMs;
    if (held === undefined) this.#alarm.set(untilMs);
    return this.#locks.lock(message, untilMs, held === undefined ? undefined : sessionId);
  }

  #requireIn(state: StoredMessage["state"], sequence: number): StoredMessage {
    const message = this.#store.get(sequence);
    if (message?.state !== state) throw messageNotFound(sequence);
    return message;
  }

  /** Messages whose locks have ended can be received again, unless that has failed too often. */
  #return(messages: readonly StoredMessage[], failed: boolean): void {
    const { maxDeliveryCount } = this.#parts.behaviour();
    for (const message of messages) {
      if (!this.#store.holds(message)) continue;
      if (failed) message.deliveryCount += 1;
      if (message.deliveryCount >= maxDeliveryCount) this.#deadLetter(message, tooManyDeliveries(maxDeliveryCount));
      else {
        if (failed) this.#parts.host.recorder.changed(this.path, message);
        if (message.state === "active") this.#store.makeReady(message);
        if (message.expiresAtMs <= this.#parts.host.clock.now()) this.#expire(message);
      }
    }
    if (messages.length > 0) this.#pump();
  }

  #deadLetter(message: StoredMessage, reason: DeadLetterReason): void {
    this.#parts.deadLetter(message, reason);
    this.#remove(message);
  }

  #expire(message: StoredMessage): void {
    if (!this.#store.holds(message)) return;
    if (this.#parts.behaviour().onExpiration === "drop") this.#remove(message);
    else this.#deadLetter(message, EXPIRED);
  }

  /** A scheduled message becomes one like any other, with a number of its own. */
  #appear(message: StoredMessage): void {
    this.#remove(message);
    this.enqueue(message.content, { enqueuedSequence: message.enqueuedSequence });
  }

  #remove(message: StoredMessage): void {
    this.#store.remove(message);
    this.#parts.host.recorder.removed(this.path, message.sequence);
  }
}
