import type { Clock } from "@azlin/core";
import type { Paint } from "./paint.ts";
import { FRAME_MS, FRAMES, PATIENCE_MS, type ProgressOptions } from "./progress.ts";
import { safeText } from "./safe-text.ts";

/** Tells how things that go on side by side are getting on. */
export interface TaskBoard {
  /** What a task is at now. */
  at(title: string, what: string): void;
  /** How far a task is: for the line on a terminal, which is drawn again and again; off it, that would be a flood. */
  far(title: string, what: string): void;
  /** How a task ended. */
  end(title: string, outcome: "done" | "failed", what?: string): void;
}

/** Where a board is shown, and how. */
export interface TaskBoardOptions extends ProgressOptions {
  readonly paint: Paint;
}

interface Task {
  readonly title: string;
  state: "waiting" | "running" | "done" | "failed";
  what: string;
  seconds: number;
}

const ERASE_BELOW = "\u001B[J";
const DEFAULT_COLUMNS = 80;
const DEFAULT_ROWS = 24;

/**
 * Shows a line for each task while work goes on: on a terminal what each is at, with the time so far; off it a plain
 * line whenever that changes. What is over within a second shows nothing.
 */
export async function withTaskBoard<T>(
  titles: readonly string[],
  options: TaskBoardOptions,
  work: (board: TaskBoard) => Promise<T>,
): Promise<T> {
  const show = new Show(titles, options);
  const ended = new AbortController();
  const drawing = options.quiet ? Promise.resolve() : show.draw(ended.signal);
  try {
    return await work(show);
  } finally {
    ended.abort();
    await drawing;
  }
}

/** The tasks, and what is on the screen of them. */
class Show implements TaskBoard {
  readonly #tasks: ReadonlyMap<string, Task>;
  readonly #options: TaskBoardOptions;
  readonly #clock: Clock;
  readonly #startMs: number;
  #drawnLines = 0;
  #frame = 0;

  constructor(titles: readonly string[], options: TaskBoardOptions) {
    this.#tasks = new Map(titles.map((title) => [title, { title, state: "waiting", what: "waiting", seconds: 0 }]));
    this.#options = options;
    this.#clock = options.clock;
    this.#startMs = options.clock.now();
  }

  at(title: string, what: string): void {
    this.#change(title, { state: "running", what });
  }

  far(title: string, what: string): void {
    const task = this.#tasks.get(title);
    if (task !== undefined) Object.assign(task, { state: "running", what });
  }

  end(title: string, outcome: "done" | "failed", what: string = outcome): void {
    this.#change(title, { state: outcome, what });
  }

  /** Draws until the signal aborts, and once more then. */
  async draw(signal: AbortSignal): Promise<void> {
    if (!(await this.#passes(PATIENCE_MS, signal)) || !this.#options.isTerminal) return;
    do this.#redraw();
    while (await this.#passes(FRAME_MS, signal));
    this.#redraw();
  }

  #change(title: string, change: Pick<Task, "state" | "what">): void {
    const task = this.#tasks.get(title);
    if (task === undefined || (task.state === change.state && task.what === change.what)) return;
    Object.assign(task, change, { seconds: this.#seconds() });
    const { isTerminal, quiet, stream } = this.#options;
    const isLong = this.#clock.now() - this.#startMs >= PATIENCE_MS;
    if (!isTerminal && !quiet && isLong) stream.write(`${safeText(title)}: ${safeText(task.what)}\n`);
  }

  #redraw(): void {
    const { stream } = this.#options;
    const lines = this.#lines();
    const back = this.#drawnLines === 0 ? "" : `\u001B[${this.#drawnLines}F`;
    stream.write(`${back}${ERASE_BELOW}${lines.join("\n")}\n`);
    this.#drawnLines = lines.length;
    this.#frame += 1;
  }

  /** A line for each task that fits on the screen, those that go on first. */
  #lines(): string[] {
    const { columns = DEFAULT_COLUMNS, rows = DEFAULT_ROWS } = this.#options.stream;
    const all = [...this.#tasks.values()];
    const room = Math.max(1, rows - 2);
    if (all.length <= room) return all.map((task) => this.#line(task, columns));
    const shown = [...all.filter(isOpen), ...all.filter((task) => !isOpen(task))].slice(0, room - 1);
    return [...shown.map((task) => this.#line(task, columns)), `  and ${all.length - shown.length} more`];
  }

  #line({ title, state, what, seconds }: Task, columns: number): string {
    const { paint } = this.#options;
    const time = state === "running" ? this.#seconds() : seconds;
    const text = `${safeText(title)}  ${safeText(what)}${state === "waiting" ? "" : `  ${time} s`}`;
    const fitted = text.length > columns - 3 ? `${text.slice(0, columns - 4)}…` : text;
    const marks = {
      waiting: " ",
      running: FRAMES[this.#frame % FRAMES.length]!,
      done: paint.green("✓"),
      failed: paint.red("✗"),
    };
    return `${marks[state]} ${fitted}`;
  }

  #seconds(): number {
    return Math.floor((this.#clock.now() - this.#startMs) / 1_000);
  }

  async #passes(ms: number, signal: AbortSignal): Promise<boolean> {
    await this.#clock.delay(ms, { signal }).catch(() => {});
    return !signal.aborted;
  }
}

function isOpen({ state }: Task): boolean {
  return state === "waiting" || state === "running";
}
