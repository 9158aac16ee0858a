import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "../../../src/broker/admin/duration.ts";
import { FOREVER_MS } from "../../../src/broker/entities/entity-settings.ts";
import { parseAddress } from "../../../src/broker/namespace/entity-address.ts";
import { deliveryTagOf, tokenOfUuid, uuidBytes } from "../../../src/broker/wire/lock-token.ts";

describe("Spellings of the service", () => {
  it.each([
    ["PT1M", 60_000],
    ["PT30S", 30_000],
    ["P7D", 604_800_000],
    ["P1DT2H3M4.5S", 93_784_500],
    ["PT0S", 0],
    ["P10675199DT2H48M5.4775807S", FOREVER_MS],
  ])("%s is %d ms, both ways", (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
    expect(formatDuration(ms)).toBe(text);
  });

  it("durations of older APIs are read, and nonsense is not", () => {
    expect(parseDuration("00:01:30")).toBe(90_000);
    expect(parseDuration("2.00:00:01")).toBe(172_801_000);
    expect(parseDuration("soon")).toBeUndefined();
  });

  it("addresses name entities, subscriptions, their sub-queues and their management", () => {
    expect(parseAddress("sb://host:5672/a/b/Subscriptions/s/$DeadLetterQueue/$management")).toEqual({
      entity: "a/b",
      subscription: "s",
      subQueue: "deadLetter",
      isManagement: true,
    });
    expect(parseAddress("q/$Transfer/$DeadLetterQueue")).toMatchObject({ entity: "q", subQueue: "transferDeadLetter" });
    expect(parseAddress("/q")).toEqual({ entity: "q", subQueue: "main", isManagement: false });
  });

  it("a lock token is a tag in .NET's order and a uuid in its own", () => {
    const token = "00112233-4455-6677-8899-aabbccddeeff";
    expect(deliveryTagOf(token).toString("hex")).toBe("33221100554477668899aabbccddeeff");
    expect(tokenOfUuid(uuidBytes(token))).toBe(token);
  });
});
