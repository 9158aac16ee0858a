import type { ActionStatement } from "./expression.ts";
import { parseProperty, parseSum } from "./parse-expression.ts";
import { TokenReader } from "./token-reader.ts";

/**
 * Reads the action of a rule: SET and REMOVE statements, with semicolons between them.
 *
 * @throws SqlError with the position of what is wrong.
 */
export function parseAction(text: string): ActionStatement[] {
  const reader = new TokenReader(text);
  const statements: ActionStatement[] = [];
  while (!reader.isAtEnd) {
    statements.push(parseStatement(reader));
    if (reader.takeSymbol(";") === undefined && !reader.isAtEnd) throw reader.unexpected("';' or the end");
  }
  return statements;
}

function parseStatement(reader: TokenReader): ActionStatement {
  if (reader.takeWord("remove")) return { kind: "remove", property: parseProperty(reader) };
  if (!reader.takeWord("set")) throw reader.unexpected("SET or REMOVE");
  const property = parseProperty(reader);
  reader.requireSymbol("=");
  return { kind: "set", property, value: parseSum(reader) };
}
