import type { Json } from "../../../json/json.ts";
import { badRequest } from "../graph-errors.ts";
import { COMPARISONS, TEXT_FUNCTIONS, type Comparison, type Filter, type TextFunction } from "./filter.ts";
import { filterTokens, type FilterToken } from "./filter-tokens.ts";

/**
 * Reads a `$filter`: comparisons, `in`, `startswith`, `endswith`, `contains`, `any`, joined by `and`, `or` and `not`.
 *
 * @throws GraphError (`Request_BadRequest`) for anything else.
 */
export function parseFilter(text: string): Filter {
  return new FilterParser(text).whole();
}

class FilterParser {
  readonly #text: string;
  readonly #tokens: readonly FilterToken[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = filterTokens(text);
  }

  whole(): Filter {
    const filter = this.#or();
    if (this.#at < this.#tokens.length) throw this.#refusal();
    return filter;
  }

  #or(): Filter {
    return this.#joined("or", () => this.#joined("and", () => this.#term()));
  }

  #joined(word: "and" | "or", next: () => Filter): Filter {
    const filters = [next()];
    while (this.#takeWord(word)) filters.push(next());
    return filters.length === 1 ? filters[0]! : { is: word, filters };
  }

  #term(): Filter {
    if (this.#takeWord("not")) return { is: "not", filter: this.#term() };
    if (this.#takeMark("(")) {
      const inner = this.#or();
      this.#expectMark(")");
      return inner;
    }
    const word = this.#word();
    if (this.#takeMark("(")) return this.#call(word);
    return this.#comparison(word);
  }

  #call(name: string): Filter {
    const [, path, operation] = /^(.*)\/(any)$/i.exec(name) ?? [];
    if (path !== undefined && operation !== undefined) return this.#any(path);
    const textFunction = TEXT_FUNCTIONS.find((known) => known === name.toLowerCase());
    if (textFunction === undefined) throw this.#refusal();
    return this.#textFunction(textFunction);
  }

  #textFunction(name: TextFunction): Filter {
    const path = this.#word();
    this.#expectMark(",");
    const text = this.#literal();
    this.#expectMark(")");
    if (typeof text !== "string") throw this.#refusal();
    return { is: "function", name, path, text };
  }

  /** `any(t:t eq 'x')`; the variable and its colon may stand apart from what follows. */
  #any(path: string): Filter {
    if (this.#takeMark(")")) return { is: "any", path, variable: "", condition: undefined };
    const [variable = "", rest = ""] = this.#word().split(/:(.*)/s);
    const condition = rest === "" ? this.#or() : this.#continued(rest);
    this.#expectMark(")");
    return { is: "any", path, variable, condition };
  }

  /** Reads on with a word that the colon was glued to. */
  #continued(word: string): Filter {
    const first = this.#takeMark("(") ? this.#call(word) : this.#comparison(word);
    return first;
  }

  #comparison(path: string): Filter {
    const operator = this.#word().toLowerCase();
    if (operator === "in") return { is: "in", path, values: this.#list() };
    if (!COMPARISONS.includes(operator as Comparison)) throw this.#refusal();
    return { is: "comparison", operator: operator as Comparison, path, value: this.#literal() };
  }

  #list(): Json[] {
    this.#expectMark("(");
    const values = [this.#literal()];
    while (this.#takeMark(",")) values.push(this.#literal());
    this.#expectMark(")");
    return values;
  }

  #literal(): Json {
    const token = this.#tokens[this.#at++];
    if (token === undefined || token.kind === "mark") throw this.#refusal();
    return token.kind === "text" ? token.value : wordValue(token.value);
  }

  #word(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== "word") throw this.#refusal();
    return token.value;
  }

  #takeWord(word: string): boolean {
    const token = this.#tokens[this.#at];
    const isNext = token?.kind === "word" && token.value.toLowerCase() === word;
    if (isNext) this.#at++;
    return isNext;
  }

  #takeMark(mark: string): boolean {
    const token = this.#tokens[this.#at];
    const isNext = token?.kind === "mark" && token.value === mark;
    if (isNext) this.#at++;
    return isNext;
  }

  #expectMark(mark: string): void {
    if (!this.#takeMark(mark)) throw this.#refusal();
  }

  #refusal(): Error {
    return badRequest(`Invalid filter clause: '${this.#text}'.`);
  }
}

/** A literal without quotes: `true`, `null`, a number; anything else (a date, an id) is a text. */
function wordValue(word: string): Json {
  if (word === "true" || word === "false") return word === "true";
  if (word === "null") return null;
  return /^-?\d+(?:\.\d+)?$/.test(word) ? Number(word) : word;
}
