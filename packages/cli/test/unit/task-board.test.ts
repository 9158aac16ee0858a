import { ManualClock } from "@azlin/core";
import { expect, it } from "vitest";
import { paintFor } from "../../src/render/paint.ts";
import { withTaskBoard, type TaskBoard } from "../../src/render/task-board.ts";

const flushed = async (): Promise<void> => {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
};

const paint = paintFor({ flag: false, env: {}, isTerminal: true });

/** Shows a board for `steps`, and what was written. */
async function shown(
  titles: readonly string[],
  { isTerminal, rows = 24 }: { isTerminal: boolean; rows?: number },
  steps: (board: TaskBoard, advance: (ms: number) => Promise<void>) => Promise<void>,
): Promise<string[]> {
  const clock = new ManualClock();
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text), columns: 40, rows };
  const advance = async (ms: number): Promise<void> => {
    await flushed();
    await clock.advance(ms);
    await flushed();
  };
  const options = { stream, clock, isTerminal, quiet: false, paint };
  await withTaskBoard(titles, options, (board) => steps(board, advance));
  return written;
}

it("shows a line for each task on a terminal, with the time it took", async () => {
  const written = await shown(["a", "b"], { isTerminal: true }, async (board, advance) => {
    board.at("a", "creating");
    await advance(1_000);
    await advance(1_100);
    board.end("a", "done", "created");
    board.end("b", "failed", "no quota");
  });
  expect(written[0]).toContain("⠋ a  creating  1 s\n  b  waiting\n");
  expect(written.at(-1)).toContain("✓ a  created  2 s\n✗ b  no quota  2 s\n");
});

it("shows nothing of what is over within a second", async () => {
  const work = (board: TaskBoard): Promise<void> => Promise.resolve(board.end("a", "done"));
  expect(await shown(["a"], { isTerminal: true }, work)).toEqual([]);
  expect(await shown(["a"], { isTerminal: false }, work)).toEqual([]);
});

it("writes a plain line for each change off a terminal", async () => {
  const written = await shown(["a"], { isTerminal: false }, async (board, advance) => {
    board.at("a", "creating");
    await advance(1_000);
    board.at("a", "waiting for SSH");
    board.at("a", "waiting for SSH");
    board.end("a", "done");
  });
  expect(written).toEqual(["a: waiting for SSH\n", "a: done\n"]);
});

it.each([
  [true, 1],
  [false, 0],
])("shows how far a task is where the line is drawn again (terminal: %s)", async (isTerminal, lines) => {
  const written = await shown(["a"], { isTerminal }, async (board, advance) => {
    board.at("a", "copying");
    await advance(1_000);
    board.far("a", "1 MB of 2 MB");
    await advance(100);
  });
  expect(written.filter((text) => text.includes("⠙ a  1 MB of 2 MB  1 s"))).toHaveLength(lines);
});

it("keeps to the screen, those that go on first, and lets no text move the cursor", async () => {
  const titles = Array.from({ length: 10 }, (_, index) => `vm-${index}`);
  const written = await shown(titles, { isTerminal: true, rows: 6 }, async (board, advance) => {
    board.end("vm-0", "done");
    board.at("vm-1", "\u001B[2Jgone, and a text that is far too long for a line of forty columns");
    await advance(1_000);
  });
  const lines = written.at(-1)!.split("\n");
  expect(lines[0]).toContain(String.raw`vm-1  \x1b[2Jgone`);
  expect(lines[0]!.length).toBeLessThanOrEqual(50);
  expect(lines.slice(1)).toEqual(["  vm-2  waiting", "  vm-3  waiting", "  and 7 more", ""]);
});
