import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Keeps settlements of different kinds apart. The client's AMQP library joins settlements of one turn of the event loop that
 * follow each other, and gives the second the outcome of the first: an event that is given back after one that was completed
 * would be completed too, and lost. So a turn has completions only, or one settlement of another kind.
 */
export class SettlementTurns {
  #inTurn: "nothing" | "completions" | "other" = "nothing";

  /** Sends a settlement in a turn in which it may be sent: mostly at once. */
  send<T>(kind: "completion" | "other", settle: () => Promise<T>): Promise<T> {
    if (!this.#mayEnter(kind)) return nextTurn().then(() => this.send(kind, settle));
    if (this.#inTurn === "nothing") {
      setImmediate(() => {
        this.#inTurn = "nothing";
      });
    }
    this.#inTurn = kind === "completion" ? "completions" : "other";
    return settle();
  }

  #mayEnter(kind: "completion" | "other"): boolean {
    return this.#inTurn === "nothing" || (this.#inTurn === "completions" && kind === "completion");
  }
}
