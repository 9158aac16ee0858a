import fc from "fast-check";
import { expect, it } from "vitest";
import { LogCursor } from "../../src/logs/log-cursor.ts";
import { parseLogLine } from "../../src/logs/log-line.ts";

it("lets every line through once, however often the log is read anew", () => {
  const times = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 30 });
  fc.assert(
    fc.property(times, fc.array(fc.nat({ max: 30 }), { minLength: 1 }), (unordered, cuts) => {
      const log = unordered
        .toSorted((left, right) => left - right)
        .map((time, index) => ({ time: `2026-01-01T00:00:0${time}Z`, text: String(index) }));
      const cursor = new LogCursor();
      const read = [...cuts.toSorted((left, right) => left - right), log.length].flatMap((cut) => {
        cursor.begin();
        return log.slice(0, cut).filter((line) => cursor.isNew(line));
      });
      expect(read).toEqual(log);
    }),
  );
});

it("takes a line that is no JSON as it is, without a time", () => {
  expect(parseLogLine('{"TimeStamp":"2026-01-01","Log":"hi"}')).toEqual({ time: "2026-01-01", text: "hi" });
  expect(parseLogLine("Connecting...")).toEqual({ time: null, text: "Connecting..." });
});
