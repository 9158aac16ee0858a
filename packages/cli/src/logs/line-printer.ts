import { StringDecoder } from "node:string_decoder";
import { safeOutput } from "../remote/vm-results-report.ts";

/**
 * Prints remote output as it comes, whole lines only: a character, or what makes a line harmless, may be cut anywhere
 * on its way.
 */
export class LinePrinter {
  readonly #print: (text: string) => void;
  readonly #decoder = new StringDecoder("utf8");
  #rest = "";

  constructor(print: (text: string) => void) {
    this.#print = print;
  }

  add(chunk: Uint8Array): void {
    this.#rest += this.#decoder.write(Buffer.from(chunk));
    const end = this.#rest.lastIndexOf("\n") + 1;
    if (end === 0) return;
    this.#print(safeOutput(this.#rest.slice(0, end)));
    this.#rest = this.#rest.slice(end);
  }

  /** Prints what is left, when nothing more will come. */
  end(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = "";
    if (rest !== "") this.#print(`${safeOutput(rest)}\n`);
  }
}
