import { systemClock } from "@azlin/core";
import type { EmulatorClock } from "../world/emulator-clock.ts";
import type { GuestFiles } from "./disk/guest-files.ts";
import type { GuestFacts } from "./guest-facts.ts";
import { loadFiles, type MachineFacts } from "./load-files.ts";

/** How often counters move while somebody may look at them. */
const TICK_MS = 200;
/** How long after the last command they still move. */
const WATCHED_MS = 5000;

/** Keeps what a guest shows of its load, so that two looks at `/proc/stat` tell the CPU's share between them. */
export class LoadMeter {
  readonly #files: GuestFiles;
  readonly #facts: () => GuestFacts;
  readonly #clock: EmulatorClock;
  readonly #bootedAt: number;
  readonly #over = new AbortController();
  readonly #written = new Map<string, string>();
  #busyMs = 0;
  #idleMs = 0;
  #lastAt: number;
  #watchedUntil = 0;
  #isTicking = false;

  constructor(files: GuestFiles, facts: () => GuestFacts, clock: EmulatorClock) {
    this.#files = files;
    this.#facts = facts;
    this.#clock = clock;
    this.#bootedAt = clock.now();
    this.#lastAt = systemClock.now();
  }

  /** Brings the files up to date, and keeps them so for a while. */
  refresh(): void {
    if (this.#over.signal.aborted) return;
    this.#watchedUntil = systemClock.now() + WATCHED_MS;
    this.#write();
    if (this.#isTicking) return;
    this.#isTicking = true;
    this.#tick()
      .catch(() => {})
      .finally(() => (this.#isTicking = false));
  }

  /** Nothing is written any more. */
  stop(): void {
    this.#over.abort();
  }

  async #tick(): Promise<void> {
    const { signal } = this.#over;
    while (systemClock.now() < this.#watchedUntil) {
      await systemClock.delay(TICK_MS, { signal });
      this.#write();
    }
  }

  /** Writes what has changed, in place: programs may hold the files open, and bind mounts hold on to them. */
  #write(): void {
    for (const [name, text] of Object.entries(loadFiles(this.#measure()))) {
      if (this.#written.get(name) === text) continue;
      this.#files.overwrite(`/run/azlin/${name}`, text);
      this.#written.set(name, text);
    }
  }

  #measure(): MachineFacts {
    const facts = this.#facts();
    const now = systemClock.now();
    const elapsed = now - this.#lastAt;
    this.#lastAt = now;
    this.#busyMs += (elapsed * facts.load.cpu) / 100;
    this.#idleMs += (elapsed * (100 - facts.load.cpu)) / 100;
    const uptimeMs = this.#clock.now() - this.#bootedAt;
    return { ...facts, uptimeMs, busyMs: this.#busyMs, idleMs: this.#idleMs };
  }
}
