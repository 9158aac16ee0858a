import { ManualClock, TransportError, type AzlinError } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import type { EventMessage } from "../../src/index.ts";
import type { SendResult } from "../../src/publish/batch-sender.ts";
import { SendQueue, type QueuedMessage } from "../../src/publish/send-queue.ts";

const MINUTE_MS = 60_000;

function message(n: number, run = "a"): EventMessage {
  const text = { messageId: `${run}${n}`, body: "{}", contentType: "application/json", subject: "operation" };
  return { ...text, sessionId: run, applicationProperties: {} };
}

/** A queue in a time of its own, and what came of its messages. */
function queueOver(send: (messages: readonly EventMessage[]) => Promise<SendResult>, batchSize = 10) {
  const clock = new ManualClock();
  const problems: AzlinError[] = [];
  const outcomes: string[] = [];
  const queue = new SendQueue({
    send,
    batchSize,
    lingerMs: 0,
    giveUpAfterMs: MINUTE_MS,
    clock,
    onProblem: (error) => problems.push(error),
  });
  const queued = (each: EventMessage, canFail: boolean): QueuedMessage => ({
    message: each,
    sent: () => outcomes.push(`${each.messageId} sent`),
    refused: () => outcomes.push(`${each.messageId} refused`),
    ...(canFail && { failed: () => outcomes.push(`${each.messageId} failed`) }),
  });
  return { clock, queue, queued, problems, outcomes };
}

const unreachable = (): TransportError => new TransportError("BUS_UNREACHABLE", "Nobody answers.");

describe("An outage", () => {
  it.each([
    ["a second", 1_000, ["a1 sent", "a2 sent"], 5],
    ["ten seconds", 10_000, ["a1 sent", "a2 sent"], 10],
    ["ten minutes", 10 * MINUTE_MS, ["a2 failed", "a1 sent"], 70],
  ])("of %s costs no message of an outbox, and few attempts", async (_name, outageMs, expected, mostAttempts) => {
    verifies("BUS-02", "BUS-05");
    const startMs = new ManualClock().now();
    // Who keeps a message in memory only is told after a minute.
    const { clock, queue, queued, problems, outcomes } = queueOver(async (messages) => {
      if (clock.now() - startMs < outageMs) throw unreachable();
      return { sent: messages.length };
    });
    queue.add([queued(message(1), false), queued(message(2), true)]);
    // In steps: between two of them the queue takes its turns of the event loop.
    for (let ms = 0; ms < outageMs + 20_000; ms += 500) {
      await clock.advance(500);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await queue.flush();
    expect(outcomes).toEqual(expected);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThan(mostAttempts);
  });
});

describe("Messages of a run", () => {
  it("never overtake each other, while other runs go on", async () => {
    verifies("BUS-07");
    const under: { readonly ids: readonly string[]; readonly end: (error?: Error) => void }[] = [];
    const { clock, queue, queued } = queueOver((messages) => {
      const ids = messages.map(({ messageId }) => messageId);
      return new Promise((resolve, reject) => {
        under.push({ ids, end: (error) => (error ? reject(error) : resolve({ sent: ids.length })) });
      });
    }, 2);
    const ids = (): (readonly string[])[] => under.map((each) => each.ids);
    const runs = [message(1), message(2), message(1, "b"), message(2, "b"), message(3), message(4)];
    queue.add(runs.map((each) => queued(each, false)));
    await expect.poll(ids).toEqual([
      ["a1", "a2"],
      ["b1", "b2"],
    ]);
    under[0]!.end(unreachable());
    under[1]!.end();
    await expect.poll(() => clock.pending).toBe(1);
    await clock.advance(MINUTE_MS);
    await expect.poll(() => ids().slice(2)).toEqual([["a1", "a2"]]);
    under[2]!.end();
    await expect.poll(() => ids().slice(3)).toEqual([["a3", "a4"]]);
    under[3]!.end();
    await queue.flush();
    expect(queue.size).toBe(0);
  });
});
