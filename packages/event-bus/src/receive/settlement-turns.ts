import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Keeps settlements of different kinds apart. The client's AMQP library joins settlements of one turn of the event loop that
 * follow each other, and gives the second the outcome of the first: an event that is given back after one that was completed
 * would be completed too, and lost. So a turn has completions only, or one settlement of another kind.
 */
export class SettlementTurns {
  #inTurn: "nothing" | "completions" | "other" = "nothing";

  /** Resolves in a turn in which the settlement may be sent; it has to be sent at once. */
  async enter(kind: "completion" | "other"): Promise<void> {
    while (!this.#mayEnter(kind)) await nextTurn();
    if (this.#inTurn === "nothing") {
      setImmediate(() => {
        this.#inTurn = "nothing";
      });
    }
    this.#inTurn = kind === "completion" ? "completions" : "other";
  }

  #mayEnter(kind: "completion" | "other"): boolean {
    return this.#inTurn === "nothing" || (this.#inTurn === "completions" && kind === "completion");
  }
}
