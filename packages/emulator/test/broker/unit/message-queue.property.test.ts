import { ManualClock, seededRandom } from "@azlin/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BrokerError } from "../../../src/broker/broker-error.ts";
import type { Consumer } from "../../../src/broker/entities/consumer.ts";
import { QUEUE_DEFAULTS } from "../../../src/broker/entities/entity-settings.ts";
import type { MessageLock } from "../../../src/broker/entities/lock-table.ts";
import { noRecorder } from "../../../src/broker/entities/recorder.ts";
import type { StoredMessage } from "../../../src/broker/entities/stored-message.ts";
import { Mailbox } from "../../../src/broker/namespace/mailbox.ts";
import { plainContent } from "./plain-content.ts";

const MAX_DELIVERIES = 3;
const LOCK_MS = 5000;

/** A receiver that takes what it is given credit for, and remembers it. */
class Taker implements Consumer {
  readonly mode = "peekLock";
  readonly held: { readonly message: StoredMessage; readonly lock: MessageLock; readonly counted: number }[] = [];
  left = 0;

  credit(): number {
    return this.left;
  }

  deliver(message: StoredMessage, lock: MessageLock | undefined): void {
    this.left -= 1;
    this.held.push({ message, lock: lock!, counted: message.deliveryCount });
  }

  detach(): void {}
}

const action = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "send" as const }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("receive" as const), taker: fc.nat(1), count: fc.nat(3) }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "complete" as const,
        "abandon" as const,
        "deadLetter" as const,
        "defer" as const,
        "renew" as const,
      ),
      taker: fc.nat(1),
      which: fc.nat(5),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.constantFrom(1000, LOCK_MS) }) },
);

function outcomeOf(act: () => unknown): string {
  try {
    act();
    return "done";
  } catch (error) {
    return error instanceof BrokerError ? error.condition : String(error);
  }
}

describe("A queue, whatever its clients do", () => {
  it("loses no message, has none twice, and counts deliveries right", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 60 }), async (actions) => {
        const clock = new ManualClock();
        const settings = { ...QUEUE_DEFAULTS, lockDurationMs: LOCK_MS, maxDeliveryCount: MAX_DELIVERIES };
        const host = { clock, random: seededRandom(1), recorder: noRecorder, transfer: () => {} };
        const mailbox = new Mailbox("q", host, () => settings);
        const takers = [new Taker(), new Taker()];
        for (const taker of takers) mailbox.main.attach(taker);
        const failures = new Map<string, number>();
        const completed: string[] = [];
        let sent = 0;
        for (const step of actions) {
          if (step.kind === "send") mailbox.accept(plainContent(String((sent += 1))));
          else if (step.kind === "wait") await clock.advance(step.ms);
          else if (step.kind === "receive") {
            takers[step.taker]!.left = step.count;
            mailbox.main.wake();
          } else settleOne(step);
          checkNothingLost();
        }

        function settleOne(step: {
          kind: "complete" | "abandon" | "deadLetter" | "defer" | "renew";
          taker: number;
          which: number;
        }): void {
          const { held } = takers[step.taker]!;
          const taken = held[step.which];
          if (taken === undefined) return;
          const isLive = taken.lock.lockedUntilMs > clock.now();
          const act = (): unknown =>
            step.kind === "renew"
              ? mailbox.main.renew(taken.lock.token)
              : mailbox.main.settle(taken.lock.token, { kind: step.kind });
          expect(outcomeOf(act)).toBe(isLive ? "done" : "com.microsoft:message-lock-lost");
          if (isLive && step.kind === "renew") return;
          held.splice(step.which, 1);
          if (isLive && step.kind === "complete") completed.push(taken.message.content.messageId);
          const failed = isLive && step.kind === "abandon" ? 1 : 0;
          expect(taken.message.deliveryCount).toBeGreaterThanOrEqual(taken.counted + failed);
        }

        function checkNothingLost(): void {
          const waiting = [...mailbox.main.messages(), ...mailbox.deadLetters.messages()];
          const ids = [...waiting.map(({ content }) => content.messageId), ...completed];
          expect(ids.toSorted()).toEqual(Array.from({ length: sent }, (_, at) => String(at + 1)).toSorted());
          for (const { content, deliveryCount } of mailbox.main.messages()) {
            expect(deliveryCount).toBeLessThan(MAX_DELIVERIES);
            expect(deliveryCount).toBeGreaterThanOrEqual(failures.get(content.messageId) ?? 0);
            failures.set(content.messageId, deliveryCount);
          }
          const { active, deferred, scheduled } = mailbox.main.counts;
          expect(active + deferred + scheduled).toBe([...mailbox.main.messages()].length);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("has nobody receive a message that somebody else has locked", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 30 }), (credits) => {
        const host = { clock: new ManualClock(), random: seededRandom(1), recorder: noRecorder, transfer: () => {} };
        const mailbox = new Mailbox("q", host, () => QUEUE_DEFAULTS);
        const takers = [new Taker(), new Taker()];
        for (const taker of takers) mailbox.main.attach(taker);
        for (let at = 0; at < 20; at += 1) mailbox.accept(plainContent(String(at)));
        credits.forEach((credit, at) => {
          takers[at % 2]!.left = credit;
          mailbox.main.wake();
        });
        const taken = takers.flatMap(({ held }) => held.map(({ message }) => message.sequence));
        expect(new Set(taken).size).toBe(taken.length);
        for (const { held } of takers) {
          const order = held.map(({ message }) => message.sequence);
          expect(order).toEqual(order.toSorted((left, right) => left - right));
        }
      }),
    );
  });
});
