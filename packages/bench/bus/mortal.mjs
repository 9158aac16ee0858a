import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { nextMessage } from "../measure/child.mjs";

/** A program of `children/` that is killed, and started again in the same place. */
export class Mortal {
  kills = 0;
  /** Times that it was found to have ended by itself. */
  crashes = 0;
  #program;
  #args;
  #child;
  #onMessage;

  /**
   * @param args - asked for its arguments at each start.
   * @param onMessage - told what it says.
   */
  constructor(program, args, onMessage = () => {}) {
    this.#program = fileURLToPath(new URL(`../children/${program}.mjs`, import.meta.url));
    this.#args = args;
    this.#onMessage = onMessage;
  }

  get isAlive() {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  start() {
    const child = fork(this.#program, this.#args());
    child.on("message", (message) => this.#onMessage(message));
    this.#child = child;
    return child;
  }

  /** `kill -9`, and again from the start; resolves when it says something. */
  async killAndStart() {
    if (this.isAlive) {
      this.kills += 1;
      const ended = once(this.#child, "exit");
      this.#child.kill("SIGKILL");
      await ended;
    } else {
      this.crashes += 1;
    }
    await nextMessage(this.start());
  }

  /** Tells it something, unless it is about to end. */
  send(message) {
    if (this.#child.connected) this.#child.send(message);
  }

  /** Lets it come to its end. */
  async stop(message) {
    if (!this.isAlive) return;
    const ended = once(this.#child, "exit");
    if (message === undefined) this.#child.disconnect();
    else this.#child.send(message);
    await ended;
  }
}
