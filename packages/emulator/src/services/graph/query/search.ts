import type { JsonObject } from "../../../json/json.ts";
import { badRequest } from "../graph-errors.ts";

const CLAUSE = /\s*"([A-Za-z]+):([^"]*)"\s*(?:(AND|OR)\s*)?/y;
/** What words in a searched text are parted by; a search finds beginnings of words. */
const BETWEEN_WORDS = /[^\p{L}\p{N}]+/u;
const SEARCHABLE = new Set(["displayName", "description", "appDisplayName"]);

/** Whether a document is found. */
export type Search = (document: JsonObject) => boolean;

/**
 * Reads a `$search`: `"displayName:web"`, several joined by AND (which binds closer) and OR.
 *
 * @throws GraphError (`Request_BadRequest`) for anything else.
 */
export function parseSearch(text: string): Search {
  const alternatives: Search[][] = [[]];
  const pattern = new RegExp(CLAUSE);
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    const [, property = "", words = "", joint] = match ?? [];
    if (match === null || !SEARCHABLE.has(property)) throw badRequest(`Syntax error in $search '${text}'.`);
    alternatives.at(-1)!.push((document) => finds(document[property], words));
    if (joint === "OR") alternatives.push([]);
  }
  return (document) => alternatives.some((clauses) => clauses.every((clause) => clause(document)));
}

/** Every word that is searched for begins a word of the text. */
function finds(value: unknown, searched: string): boolean {
  if (typeof value !== "string") return false;
  const words = wordsOf(value);
  return wordsOf(searched).every((wanted) => words.some((word) => word.startsWith(wanted)));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(BETWEEN_WORDS).filter(Boolean);
}
