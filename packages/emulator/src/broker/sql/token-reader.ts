import { SqlError } from "./sql-error.ts";
import { tokenize, type Token } from "./tokenize.ts";

/** Words that are no names of properties, unless quoted. */
const RESERVED = new Set([
  "and",
  "or",
  "not",
  "like",
  "in",
  "is",
  "null",
  "exists",
  "escape",
  "true",
  "false",
  "set",
  "remove",
]);

/** Reads the pieces of an expression one after the other. */
export class TokenReader {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  get current(): Token {
    return this.#tokens[this.#at]!;
  }

  get isAtEnd(): boolean {
    return this.current.kind === "end";
  }

  next(): Token {
    const token = this.current;
    if (!this.isAtEnd) this.#at += 1;
    return token;
  }

  /** Whether the current piece is this keyword. */
  isWord(word: string): boolean {
    return this.current.kind === "name" && this.current.text.toLowerCase() === word;
  }

  /** Passes over this keyword, if it is there. */
  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.#at += 1;
    return true;
  }

  /** Passes over one of these symbols, if it is there. */
  takeSymbol(...symbols: readonly string[]): string | undefined {
    const { kind, text } = this.current;
    if (kind !== "symbol" || !symbols.includes(text)) return undefined;
    this.#at += 1;
    return text;
  }

  requireSymbol(symbol: string): void {
    if (this.takeSymbol(symbol) === undefined) throw this.unexpected(`'${symbol}'`);
  }

  requireWord(word: string): void {
    if (!this.takeWord(word)) throw this.unexpected(word.toUpperCase());
  }

  /** A name that is not a keyword, or a quoted one. */
  requireName(): string {
    const { kind, text } = this.current;
    const isName = kind === "quoted" || (kind === "name" && !RESERVED.has(text.toLowerCase()));
    if (!isName) throw this.unexpected("the name of a property");
    return this.next().text;
  }

  /** An error at the current piece. */
  unexpected(wanted: string): SqlError {
    const { kind, text, offset } = this.current;
    const found = kind === "end" ? "the end" : `'${text}'`;
    return new SqlError(`Expected ${wanted} but found ${found}`, this.#text, offset);
  }
}
