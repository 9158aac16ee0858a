import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { agoInWords, spanInWords } from "../../src/lifecycle/health-words.ts";
import { sparkline } from "../../src/lifecycle/sparkline.ts";

test("a day of health is a line of bars, with dots where nothing is known", () => {
  verifies("LIFE-10");
  const hour = 3_600_000;
  const spans = [
    { status: "healthy", fromMs: 6 * hour, toMs: 12 * hour },
    { status: "unhealthy", fromMs: 12 * hour, toMs: 15 * hour },
    { status: "degraded", fromMs: 15 * hour, toMs: 24 * hour - 1 },
  ] as const;
  expect(sparkline(spans, { fromMs: 0, toMs: 24 * hour, width: 8 })).toBe("··██▁███");
});

test("spans of time are told in their two largest units", () => {
  expect([500, 61_000, 8_100_000, 90_000_000].map(spanInWords)).toStrictEqual([
    "1 second",
    "1 minute, 1 second",
    "2 hours, 15 minutes",
    "1 day, 1 hour",
  ]);
  expect(agoInWords(125_000)).toBe("2 minutes ago");
  expect(agoInWords(400)).toBe("just now");
});
