/** A template expression, read. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "member"; readonly of: Expression; readonly key: Expression };

const TOKEN = /\s*(?:('(?:[^']|'')*')|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(\?\.|[().,[\]]))/y;

/**
 * Reads the inside of a template's `[…]`: calls, texts, numbers, `.member` and `[index]`.
 *
 * @throws SyntaxError for anything else.
 */
export function parseExpression(text: string): Expression {
  const tokens = tokensOf(text);
  const reader: Reader = { tokens, at: 0 };
  const expression = readExpression(reader);
  if (reader.at < tokens.length) throw new SyntaxError(`Unexpected '${tokens[reader.at]}' in '${text}'.`);
  return expression;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const pattern = new RegExp(TOKEN);
  const whole = text.trimEnd();
  while (pattern.lastIndex < whole.length) {
    const from = pattern.lastIndex;
    const match = pattern.exec(whole);
    if (match === null) throw new SyntaxError(`Unexpected '${whole.slice(from, from + 10)}' in '${text}'.`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

function readExpression(reader: Reader): Expression {
  let expression = readPrimary(reader);
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token === "." || token === "?.") {
      reader.at += 1;
      expression = { kind: "member", of: expression, key: { kind: "literal", value: next(reader) } };
    } else if (token === "[") {
      reader.at += 1;
      expression = { kind: "member", of: expression, key: readExpression(reader) };
      expect(reader, "]");
    } else {
      return expression;
    }
  }
}

function readPrimary(reader: Reader): Expression {
  const token = next(reader);
  if (token.startsWith("'")) return { kind: "literal", value: token.slice(1, -1).replaceAll("''", "'") };
  if (/^-?\d/.test(token)) return { kind: "literal", value: Number(token) };
  if (!/^[A-Za-z_]/.test(token)) throw new SyntaxError(`Unexpected '${token}'.`);
  let name = token;
  // User functions have a namespace: `my.function()`.
  while (reader.tokens[reader.at] === ".") {
    reader.at += 1;
    name += `.${next(reader)}`;
  }
  expect(reader, "(");
  return { kind: "call", name, arguments: readArguments(reader) };
}

function readArguments(reader: Reader): Expression[] {
  const found: Expression[] = [];
  if (reader.tokens[reader.at] === ")") {
    reader.at += 1;
    return found;
  }
  for (;;) {
    found.push(readExpression(reader));
    const token = next(reader);
    if (token === ")") return found;
    if (token !== ",") throw new SyntaxError(`Unexpected '${token}' among arguments.`);
  }
}

function next(reader: Reader): string {
  const token = reader.tokens[reader.at++];
  if (token === undefined) throw new SyntaxError("The expression ends too early.");
  return token;
}

function expect(reader: Reader, wanted: string): void {
  const token = next(reader);
  if (token !== wanted) throw new SyntaxError(`Expected '${wanted}', not '${token}'.`);
}
