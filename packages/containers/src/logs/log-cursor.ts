import type { ContainerLogLine } from "./log-line.ts";

/** Tells lines that were read before from new ones, where each reading begins anew. Lines come in the order of their times. */
export class LogCursor {
  #last = "";
  /** Lines of the last time that have been let through. */
  #ofLast = 0;
  /** The same when this reading began, and how many of that time came by since. */
  #before = { time: "", count: 0, seen: 0 };

  /** Another reading begins. */
  begin(): void {
    this.#before = { time: this.#last, count: this.#ofLast, seen: 0 };
  }

  /** Whether a line of this reading was in none before. Lines without a time always are. */
  isNew({ time }: ContainerLogLine): boolean {
    if (time === null) return true;
    if (this.#isKnown(time)) return false;
    this.#ofLast = time === this.#last ? this.#ofLast + 1 : 1;
    this.#last = time;
    return true;
  }

  #isKnown(time: string): boolean {
    const before = this.#before;
    if (time !== before.time) return time < before.time;
    before.seen += 1;
    return before.seen <= before.count;
  }
}
