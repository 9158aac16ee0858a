/** What a shell runs when it ends: a script, with the variables and in the directory that it was told in. */
export interface ExitTrap {
  readonly script: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly directory: string;
}

/** What one shell has set for itself. */
export interface ShellState {
  /** Permissions that new files do not get; absent until it is set, and files get those that this process gives. */
  umask?: number | undefined;
  onExit?: ExitTrap | undefined;
}

/** The shells of one job that are under way, each within the one before. */
export class ShellStates {
  readonly #states: ShellState[] = [{}];

  /** That of the innermost shell. */
  get current(): ShellState {
    return this.#states.at(-1)!;
  }

  /** Runs a shell within the current one. It inherits the umask and leaves its own behind. */
  async within<T>(run: () => Promise<T>): Promise<{ readonly result: T; readonly onExit: ExitTrap | undefined }> {
    const state: ShellState = { umask: this.current.umask };
    this.#states.push(state);
    try {
      return { result: await run(), onExit: state.onExit };
    } finally {
      this.#states.splice(this.#states.indexOf(state), 1);
    }
  }
}
