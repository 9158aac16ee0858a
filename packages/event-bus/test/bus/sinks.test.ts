import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blobArchiveSink,
  blobClaimStore,
  logsIngestionSink,
  writeToSinks,
  type EventSink,
  type SinkRecord,
} from "../../src/index.ts";
import { archiveFolder, safeName } from "../../src/sinks/archive-path.ts";
import { parseEvent } from "../../src/index.ts";
import { blobServer, linesOf } from "../support/blob-server.ts";
import { busWorld } from "../support/bus-world.ts";
import { logEndpoint } from "../support/log-endpoint.ts";
import { operation, resourceEvent } from "../support/sample-events.ts";

const newContainer = blobServer();
const QUICK = { retryDelayMs: 5 };
const DAY = new Date("2026-11-21T23:59:59Z");

function record(n: number, change = {}): SinkRecord {
  const read = parseEvent(operation(n, change));
  if (!read.ok) throw new Error("no event");
  return { eventId: `e${n}`, event: read.event, wire: read.wire, enqueuedAt: DAY };
}

describe("The archive", () => {
  it("keeps events as they came, by day and run, in names that are safe", async () => {
    verifies("BUS-06");
    const container = newContainer();
    const sink = blobArchiveSink(container, { writer: "w" });
    const odd = "../../a:b/ü";
    const records = [record(1), record(2), record(3, { run_id: odd })];
    expect(await sink.write(records)).toEqual([]);
    expect(await sink.write([record(4)])).toEqual([]);
    expect(await linesOf(container)).toEqual({
      "events/2026/11/21/run-1/w-0001.ndjson": [operation(1), operation(2), operation(4)],
      "events/2026/11/21/=2e=2e=2f=2e=2e=2fa=3ab=2f=c3=bc/w-0001.ndjson": [operation(3, { run_id: odd })],
    });
  });

  it("has a safe name for any run, and another one for each", () => {
    verifies("BUS-06");
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 300 }),
        fc.string({ unit: "grapheme", maxLength: 300 }),
        (left, right) => {
          expect(safeName(left)).toMatch(/^[A-Za-z0-9_=-]{1,100}$/);
          expect(safeName(left) === safeName(right)).toBe(left === right);
        },
      ),
    );
    expect(archiveFolder(record(1), 0)).toBe("events/2026/11/21/run-1/");
  });

  it("goes on in another blob when somebody else has written into its own", async () => {
    verifies("BUS-06");
    const container = newContainer();
    const sink = blobArchiveSink(container, { writer: "w" });
    await sink.write([record(1)]);
    const name = "events/2026/11/21/run-1/w-0001.ndjson";
    await container.getAppendBlobClient(name).appendBlock('{"foreign":1}\n', 14);
    expect(await sink.write([record(2)])).toMatchObject([{ error: { code: "ARCHIVE_FAILED" } }]);
    expect(await sink.write([record(2)])).toEqual([]);
    expect((await linesOf(container))[name.replace("0001", "0002")]).toEqual([operation(2)]);
  });

  it("keeps bodies that are too large for a message, and gives them back", async () => {
    verifies("BUS-02");
    const container = newContainer();
    await container.create();
    const world = await busWorld();
    const claimCheck = blobClaimStore(container);
    const large = operation(1, { message: "x".repeat(300_000) });
    await world.client({ claimCheck }).publishEvent(large);
    const seen: unknown[] = [];
    await world.receive((_event, { wire }) => seen.push(wire), { claimCheck });
    await expect.poll(() => seen).toEqual([large]);
    await expect(claimCheck.get("claims/none.json")).rejects.toMatchObject({ code: "CLAIM_NOT_FOUND" });
  });
});

describe("Log Analytics", () => {
  it("gets a row for each event", async () => {
    verifies("BUS-06");
    const logs = await logEndpoint();
    const sink = logsIngestionSink({ client: logs.client, ruleId: "dcr-1", streamName: "Custom-AgentEvents_CL" });
    expect(await sink.write([record(1), record(2)])).toEqual([]);
    expect(logs.rows).toEqual([
      { TimeGenerated: "2024-11-14T12:00:00Z", EventId: "e1", ...operation(1) },
      { TimeGenerated: "2024-11-14T12:00:00Z", EventId: "e2", ...operation(2) },
    ]);
  });

  it("tells which rows did not go, so that only they go again", async () => {
    verifies("BUS-06");
    const logs = await logEndpoint();
    const sink = logsIngestionSink({ client: logs.client, ruleId: "dcr-1", streamName: "Custom-AgentEvents_CL" });
    logs.answer = (rows) => (rows.some(({ EventId }) => EventId === "e7") ? 413 : 204);
    const records = Array.from({ length: 10 }, (_, n) => record(n, { message: "x".repeat(300_000) }));
    const failures = await sink.write(records);
    const failed = failures.map((failure) => failure.record.eventId);
    expect(failed).toContain("e7");
    expect(failed.length).toBeLessThan(10);
    expect([...failed, ...logs.rows.map(({ EventId }) => String(EventId))].toSorted()).toEqual(
      records.map(({ eventId }) => eventId),
    );
  });
});

describe("Dual write", () => {
  it("completes a message when blob and log have it, and writes only to the one that has not when it comes again", async () => {
    verifies("BUS-06");
    const world = await busWorld();
    const container = newContainer();
    const logs = await logEndpoint();
    let refusals = 3;
    logs.answer = () => (refusals-- > 0 ? 503 : 204);
    const handler = writeToSinks(
      [
        { sink: blobArchiveSink(container) },
        { sink: logsIngestionSink({ client: logs.client, ruleId: "dcr-1", streamName: "Custom-AgentEvents_CL" }) },
      ],
      { ...QUICK, maxAttempts: 2 },
    );
    const events = [resourceEvent(), resourceEvent({ event_type: "resource_deleted" })];
    await world.client().publishEvents(events);
    const processor = await world.receive(handler);
    await expect.poll(() => processor.stats().handled).toBe(2);
    expect(processor.stats().abandoned).toBeGreaterThan(0);
    expect(world.waiting()).toBe(0);
    expect(Object.values(await linesOf(container)).flat()).toHaveLength(2);
    expect(logs.rows).toHaveLength(2);
  });

  it("keeps a message while a required sink does not have it, and says which", async () => {
    verifies("BUS-06");
    const world = await busWorld();
    const broken: EventSink = { name: "broken", write: () => Promise.reject(new Error("no room")) };
    const handler = writeToSinks([{ sink: blobArchiveSink(newContainer()) }, { sink: broken }], {
      ...QUICK,
      maxAttempts: 2,
    });
    await world.client().publishEvent(operation(1));
    const processor = await world.receive(handler, { maxAttempts: 2 });
    await expect.poll(() => processor.stats()).toMatchObject({ handled: 0, abandoned: 1, deadLettered: 1 });
    for await (const { description } of world.client().listDeadLetters("orchestrator-sub")) {
      expect(description).toContain("The event is not in broken: no room");
    }
  });

  it("goes on without a sink that is not required, and tells", async () => {
    verifies("BUS-06");
    const world = await busWorld();
    const broken: EventSink = { name: "broken", write: () => Promise.reject(new Error("no room")) };
    const lost: string[] = [];
    const handler = writeToSinks([{ sink: broken, isRequired: false }], {
      ...QUICK,
      onLost: (sink) => lost.push(sink),
    });
    await world.client().publishEvent(operation(1));
    const processor = await world.receive(handler);
    await expect.poll(() => processor.stats().handled).toBe(1);
    expect(lost).toEqual(["broken"]);
  });
});
