import { ManualClock } from "@azlin/core";
import { describe, expect, it } from "vitest";
import { formatCsv } from "../../src/render/format-csv.ts";
import { formatReport } from "../../src/render/format-report.ts";
import { formatTable } from "../../src/render/format-table.ts";
import { paintFor } from "../../src/render/paint.ts";
import { withProgress } from "../../src/render/progress.ts";

const flushed = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe("a table", () => {
  it("aligns wide characters, shows unknown values as - and leaves no blanks at the end", () => {
    const text = formatTable({
      columns: ["A", "B"],
      rows: [
        ["日本", 1],
        ["x", null],
        [null, ""],
      ],
    });
    expect(text).toBe("A     B\n日本  1\nx     -\n-     -\n");
  });
});

describe("CSV", () => {
  it("quotes what needs it", () => {
    expect(formatCsv({ columns: ["a"], rows: [['x,"y"'], ["line\nbreak"], [null]] })).toBe(
      'a\n"x,""y"""\n"line\nbreak"\n\n',
    );
  });

  it("is made of the fields when there is no table", () => {
    expect(formatReport({ json: { vm: "a", tags: { x: 1 }, none: null } }, "csv")).toBe(
      'vm,tags,none\na,"{""x"":1}",\n',
    );
    expect(formatReport({ json: 5 }, "csv")).toBe("value\n5\n");
  });
});

describe("a report", () => {
  it("without a text or a table is shown as JSON", () => {
    expect(formatReport({ json: { a: 1 } }, "table")).toBe('{\n  "a": 1\n}\n');
  });
});

describe("colours", () => {
  it.each([
    [undefined, {}, true, true],
    [undefined, {}, false, false],
    [undefined, { NO_COLOR: "1" }, true, false],
    [undefined, { TERM: "dumb" }, true, false],
    [true, { NO_COLOR: "1" }, false, true],
    [false, {}, true, false],
  ])("with %s, %o and a terminal: %s are used: %s", (flag, env, isTerminal, isUsed) => {
    expect(paintFor({ flag, env, isTerminal }).isColorSupported).toBe(isUsed);
  });
});

describe("progress", () => {
  const shownAfter = async (ms: number, how: { isTerminal: boolean; quiet?: boolean }): Promise<string> => {
    const clock = new ManualClock();
    let text = "";
    let finish = (): void => {};
    const work = new Promise<void>((resolve) => (finish = resolve));
    const stream = { write: (more: string) => (text += more) };
    const done = withProgress("Working", { stream, clock, quiet: false, ...how }, () => work);
    await flushed();
    await clock.advance(ms);
    await flushed();
    finish();
    await done;
    return text;
  };

  it("is not shown for what takes less than a second", async () => {
    expect(await shownAfter(999, { isTerminal: true })).toBe("");
    expect(await shownAfter(999, { isTerminal: false })).toBe("");
  });

  it("is one plain line off a terminal", async () => {
    expect(await shownAfter(1_000, { isTerminal: false })).toBe("Working...\n");
  });

  it("is a line with the time so far on a terminal, removed at the end", async () => {
    const text = await shownAfter(1_000, { isTerminal: true });
    expect(text).toContain("Working... 1 s");
    expect(text.endsWith("\r\u001B[2K")).toBe(true);
  });

  it("is not shown with --quiet", async () => {
    expect(await shownAfter(60_000, { isTerminal: true, quiet: true })).toBe("");
  });
});
