import { badRequest } from "../graph-errors.ts";

/** One word of an OData filter. */
export interface FilterToken {
  readonly kind: "text" | "word" | "mark";
  readonly value: string;
}

const TOKEN = /\s*(?:'((?:[^']|'')*)'|([\w$@.:+/-]+)|([(),]))/y;

/** Splits an OData filter. @throws GraphError (`Request_BadRequest`) for a character that has no place in one. */
export function filterTokens(filter: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  const pattern = new RegExp(TOKEN);
  const text = filter.trim();
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw badRequest(`Syntax error at position ${at} in '${text}'.`);
    tokens.push(tokenOf(match));
  }
  return tokens;
}

function tokenOf([, quoted, word, mark]: RegExpExecArray): FilterToken {
  if (quoted !== undefined) return { kind: "text", value: quoted.replaceAll("''", "'") };
  return word === undefined ? { kind: "mark", value: mark! } : { kind: "word", value: word };
}
