import { mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { GuestFiles } from "../disk/guest-files.ts";
import { JOBS_DIRECTORY } from "./agent-script.ts";

/** More than the name of any terminal. */
const MAX_NAME_BYTES = 64;

/** Directory of one job: its scripts, its named pipes and the name of its terminal. */
export class JobDirectory {
  /** On this machine. */
  readonly place: string;

  /** Makes it, with these files. @throws Error (`EEXIST`) when something is there. */
  constructor(files: GuestFiles, id: string, scripts: Readonly<Record<string, string>>) {
    this.place = path.join(files.locate(JOBS_DIRECTORY), id);
    mkdirSync(this.place, { mode: 0o700 });
    for (const [name, script] of Object.entries(scripts)) {
      writeFileSync(path.join(this.place, name), script, { flag: "wx" });
    }
  }

  /** What the job has said that its terminal is called. */
  readTerminal(): string | undefined {
    const place = path.join(this.place, "tty");
    const entry = statSync(place, { throwIfNoEntry: false });
    return entry?.isFile() === true && entry.size < MAX_NAME_BYTES ? readFileSync(place, "utf8").trim() : undefined;
  }

  /** Removes it, unless the guest has put more there than files; that goes with the next boot. */
  remove(): void {
    try {
      for (const name of readdirSync(this.place)) unlinkSync(path.join(this.place, name));
      rmdirSync(this.place);
    } catch {
      // It is of no use to anybody any more, and in nobody's way.
    }
  }
}
