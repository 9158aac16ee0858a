/** Options of guests. */
export interface GuestOptions {
  /** Where the contents of disks are kept. Default: a directory of its own that goes with the emulator. */
  readonly directory?: string;
  /** Where commands run. Default: in bubblewrap where that works, else in a shell written in JavaScript. */
  readonly sandbox?: "bubblewrap" | "scripted";
}
