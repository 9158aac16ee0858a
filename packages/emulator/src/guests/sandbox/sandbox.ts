import type { Readable, Writable } from "node:stream";

/** Size of a terminal, in characters. */
export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

/** What a sandbox is told to run. */
export interface SandboxJob {
  /** Given to a shell with `-c`; absent: a login shell. */
  readonly command?: string | undefined;
  readonly user: string;
  /** Added to the user's own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A terminal for it. */
  readonly terminal?: TerminalSize | undefined;
}

/** A job under way. */
export interface SandboxProcess {
  readonly stdin: Writable;
  /** Ends when the last process that writes to it has ended. */
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Exit code of the job, 0 to 255. */
  readonly exit: Promise<number>;
  /** Sends a signal (`TERM`) to the job's process group. */
  signal(name: string): void;
  /** Tells the job's terminal its new size. */
  resize(size: TerminalSize): void;
}

/** Where the commands of one guest run: they see its files and nothing else of this machine. */
export interface Sandbox {
  /** Whether it runs real programs; the other kind knows a shell's and a few more. */
  readonly isReal: boolean;
  /** @throws Error when the sandbox cannot be started or has been stopped. */
  start(job: SandboxJob): Promise<SandboxProcess>;
  /** Ends everything that runs in it. */
  stop(): Promise<void>;
}

/** What every kind of sandbox needs to know of its guest. */
export interface SandboxOptions {
  /** Root of the guest's files, on this machine. */
  readonly root: string;
  /** Directory of the stand-ins, on this machine; one for all guests. */
  readonly standIns: string;
  readonly hostName: string;
  readonly adminUser: string;
  /** Told of what programs in the guest ask of the VM: `reboot`, `poweroff`, `restart-ssh`. */
  readonly onEvent: (event: string) => void;
  /** Whether the disk has no room left. */
  readonly isDiskFull: () => boolean;
}
