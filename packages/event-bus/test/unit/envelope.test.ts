import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeEvent } from "../../src/envelope/decode-event.ts";
import { encodeEvent } from "../../src/envelope/encode-event.ts";
import { eventIdOf, runKeyOf } from "../../src/envelope/event-id.ts";
import type { EventEnvelope } from "../../src/index.ts";
import { operation, resourceEvent } from "../support/sample-events.ts";

const encode = (event: ReturnType<typeof operation>, envelope: EventEnvelope) =>
  encodeEvent(event, { envelope, source: "/azlin/agent-logs", bindRunBy: "session" });

describe("The envelope of an event", () => {
  it.each(["plain", "cloudevents-binary", "cloudevents-structured"] as const)("%s gives the event back", (envelope) => {
    verifies("BUS-07");
    const event = resourceEvent({ tags: { a: "b" }, extra: [1, { two: 3 }] });
    const message = encode(event, envelope);
    expect(decodeEvent({ ...message, body: JSON.parse(message.body) })).toMatchObject({
      ok: true,
      wire: event,
    });
    expect(message.applicationProperties).toMatchObject({ event_type: "resource_created", run_id: "run-123" });
    expect(message).toMatchObject({ subject: "resource_created", sessionId: "run-123" });
  });

  it("has the attributes of CloudEvents 1.0 as properties in binary mode, and in the body in structured mode", () => {
    verifies("BUS-07");
    const event = resourceEvent();
    const attributes = {
      specversion: "1.0",
      id: eventIdOf(event),
      source: "/azlin/agent-logs",
      type: "resource_created",
      subject: event["resource_id"],
      time: "2024-11-14T12:00:00Z",
    };
    const binary = encode(event, "cloudevents-binary");
    expect(binary.contentType).toBe("application/json");
    for (const [name, value] of Object.entries(attributes)) {
      expect(binary.applicationProperties[`cloudEvents:${name}`]).toBe(value);
    }
    const structured = encode(event, "cloudevents-structured");
    expect(structured.contentType).toBe("application/cloudevents+json");
    expect(JSON.parse(structured.body)).toMatchObject({ ...attributes, data: event });
  });

  it.each([
    ["bytes that are no JSON", Buffer.from("{"), "MalformedJson"],
    ["a text that is none", "{nope", "MalformedJson"],
    ["nothing", null, "MalformedJson"],
    ["a number", 7, "SchemaViolation"],
    ["an event without its run", resourceEvent({ run_id: undefined }), "SchemaViolation"],
  ])("with %s holds no event", (_name, body, reason) => {
    verifies("BUS-03");
    expect(decodeEvent({ body })).toMatchObject({ ok: false, reason });
  });
});

describe("The id of an event", () => {
  it("is its own, or the same for equal events and another one for each other", () => {
    verifies("BUS-07");
    expect(eventIdOf(operation(1, { event_id: "mine" }))).toBe("mine");
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (details) => {
        const entries = Object.entries(operation(1, { details }));
        const turned = Object.fromEntries(entries.toReversed()) as ReturnType<typeof operation>;
        expect(eventIdOf(turned)).toBe(eventIdOf(operation(1, { details })));
        expect(eventIdOf(operation(2, { details }))).not.toBe(eventIdOf(turned));
      }),
    );
  });

  it("of a run fits into a session, whatever the run is called", () => {
    verifies("BUS-07");
    const long = "r".repeat(300);
    expect(runKeyOf("run-1")).toBe("run-1");
    expect(runKeyOf(`${long}a`)).toHaveLength(128);
    expect(runKeyOf(`${long}a`)).not.toBe(runKeyOf(`${long}b`));
  });
});
