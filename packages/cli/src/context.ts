import type { AzureTransport, Clock, Environment, Logger, OperationOptions } from "@azlin/core";
import type { ConfigSource } from "./config/load-config.ts";
import type { Setting, Settings } from "./config/resolve-settings.ts";
import type { GlobalValues } from "./global-options.ts";
import type { LaunchDaemon } from "./lifecycle/launch-daemon.ts";
import type { LaunchServer } from "./local/launch-server.ts";
import type { LocalCloud } from "./local/local-cloud.ts";
import type { Question } from "./prompt.ts";
import type { Draw } from "./render/full-screen.ts";
import type { Table } from "./render/report.ts";
import type { TaskBoard } from "./render/task-board.ts";

/** Where text goes. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** `false` once nobody reads it any more. */
  readonly writable?: boolean;
  /** Size of the terminal, if it is one. */
  readonly columns?: number;
  readonly rows?: number;
}

/** Everything outside of the program that it touches. A test hands in its own. */
export interface World {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Environment;
  readonly cwd: string;
  readonly clock: Clock;
  /** Aborts with an InterruptedError when the user presses Ctrl-C. */
  readonly signal: AbortSignal;
  /** Starts a local Azure in the background. */
  readonly launchServer: LaunchServer;
  /** Starts the lifecycle daemon in the background. */
  readonly launchDaemon: LaunchDaemon;
  /** Reaches Azure. Default: as the settings say. */
  readonly createTransport?: (settings: Settings) => Promise<AzureTransport>;
}

/** What a command works with: everything that has side effects comes from here. */
export interface Context {
  readonly env: Environment;
  readonly clock: Clock;
  /** Aborts on Ctrl-C and when `--timeout` has passed. */
  readonly signal: AbortSignal;
  /** `signal`, and `--timeout` as a time-out for one call when it was given. */
  readonly operation: OperationOptions;
  /** Directory of azlin's own files. */
  readonly home: string;
  /** Global options as given. */
  readonly globals: GlobalValues;
  readonly isDryRun: boolean;
  /** Whether there is a person at a terminal. */
  readonly isInteractive: boolean;
  /** `--resource-group`: look in this group only. */
  readonly resourceGroup: string | undefined;
  readonly logger: Logger;
  /** Starts the lifecycle daemon in the background, for the Azure that this command would talk to. */
  readonly launchDaemon: (signal: AbortSignal) => Promise<unknown>;
  /** The local Azure, whichever cloud the command talks to. */
  readonly local: LocalCloud;
  /**
   * Writes data to stdout at once, for what has no end; everything else is returned as a report.
   *
   * @returns whether somebody still reads it.
   */
  print(text: string): boolean;
  /** Says something to people, on stderr, unless `--quiet`. */
  note(text: string): void;
  /** Warns people, on stderr. */
  warn(text: string): void;
  /** Runs work that may take long, and shows on stderr that it is going on. */
  progress<T>(label: string, work: () => Promise<T>): Promise<T>;
  /** Runs work on several things, and shows on stderr what each of them is at. */
  board<T>(titles: readonly string[], work: (board: TaskBoard) => Promise<T>): Promise<T>;
  /** Whether stdout is a terminal. */
  readonly hasScreen: boolean;
  /** Gives the whole terminal to some work, and takes it back as it was. */
  fullScreen<T>(work: (draw: Draw) => Promise<T>): Promise<T>;
  /**
   * Asks before something that cannot be undone. `--yes` answers.
   *
   * @throws ValidationError (`CONFIRMATION_REQUIRED`) off a terminal.
   */
  confirm(question: Question): Promise<boolean>;
  /** All of standard input: what another program pipes in. */
  readInput(): Promise<string>;
  /** Asks for a line of text; `undefined` when nobody is there to answer. */
  ask(question: string): Promise<string | undefined>;
  /** A table as text, for prompts. */
  formatTable(table: Table): string;
  /** Where the configuration file is. */
  configSource(): Promise<ConfigSource>;
  /** The settings in force. Reads the configuration file once. */
  settings(): Promise<Settings>;
  /** The settings with who decided them. */
  explainSettings(): Promise<readonly Setting[]>;
  /** How to reach Azure. Starts the local one when it is meant and does not run. */
  transport(): Promise<AzureTransport>;
}
