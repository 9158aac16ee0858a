import type { Expression } from "./expression.ts";
import { parseCondition } from "./parse-expression.ts";
import { TokenReader } from "./token-reader.ts";

/**
 * Reads the filter of a rule.
 *
 * @throws SqlError with the position of what is wrong.
 */
export function parseFilter(text: string): Expression {
  const reader = new TokenReader(text);
  const condition = parseCondition(reader);
  if (!reader.isAtEnd) throw reader.unexpected("an operator or the end");
  return condition;
}
