import type { BinaryOperator, Expression, PropertyName } from "./expression.ts";
import type { TokenReader } from "./token-reader.ts";

const COMPARISONS = ["=", "<>", "!=", "<", "<=", ">", ">="];

/** Reads a condition: what OR, AND and NOT make of comparisons. */
export function parseCondition(reader: TokenReader): Expression {
  let left = parseConjunction(reader);
  while (reader.takeWord("or")) left = binary("or", left, parseConjunction(reader));
  return left;
}

function parseConjunction(reader: TokenReader): Expression {
  let left = parseNegation(reader);
  while (reader.takeWord("and")) left = binary("and", left, parseNegation(reader));
  return left;
}

function parseNegation(reader: TokenReader): Expression {
  if (reader.takeWord("not")) return { kind: "not", operand: parseNegation(reader) };
  return parsePredicate(reader);
}

function parsePredicate(reader: TokenReader): Expression {
  const left = parseSum(reader);
  if (reader.takeWord("is")) {
    const negated = reader.takeWord("not");
    reader.requireWord("null");
    return negate(negated, { kind: "isNull", operand: left });
  }
  const negated = reader.takeWord("not");
  if (reader.takeWord("like")) return negate(negated, parseLike(reader, left));
  if (reader.takeWord("in")) return negate(negated, parseIn(reader, left));
  if (negated) throw reader.unexpected("LIKE or IN");
  const operator = reader.takeSymbol(...COMPARISONS);
  if (operator === undefined) return left;
  return binary((operator === "!=" ? "<>" : operator) as BinaryOperator, left, parseSum(reader));
}

function parseLike(reader: TokenReader, operand: Expression): Expression {
  const pattern = parseSum(reader);
  return { kind: "like", operand, pattern, escape: reader.takeWord("escape") ? parseSum(reader) : undefined };
}

function parseIn(reader: TokenReader, operand: Expression): Expression {
  reader.requireSymbol("(");
  const choices = [parseSum(reader)];
  while (reader.takeSymbol(",") !== undefined) choices.push(parseSum(reader));
  reader.requireSymbol(")");
  return { kind: "in", operand, choices };
}

/** Reads a value: what arithmetic makes of literals and properties. */
export function parseSum(reader: TokenReader): Expression {
  let left = parseProduct(reader);
  for (let operator = reader.takeSymbol("+", "-"); operator !== undefined; operator = reader.takeSymbol("+", "-")) {
    left = binary(operator as BinaryOperator, left, parseProduct(reader));
  }
  return left;
}

function parseProduct(reader: TokenReader): Expression {
  let left = parseUnary(reader);
  for (let operator = reader.takeSymbol("*", "/", "%"); operator !== undefined;) {
    left = binary(operator as BinaryOperator, left, parseUnary(reader));
    operator = reader.takeSymbol("*", "/", "%");
  }
  return left;
}

function parseUnary(reader: TokenReader): Expression {
  const sign = reader.takeSymbol("+", "-");
  if (sign === undefined) return parsePrimary(reader);
  const operand = parseUnary(reader);
  return sign === "-" ? { kind: "negate", operand } : operand;
}

function parsePrimary(reader: TokenReader): Expression {
  const { kind, text } = reader.current;
  if (reader.takeSymbol("(") !== undefined) {
    const inner = parseCondition(reader);
    reader.requireSymbol(")");
    return inner;
  }
  if (kind === "number") return literal(Number(reader.next().text));
  if (kind === "text") return literal(reader.next().text);
  if (kind === "parameter") return { kind: "parameter", name: reader.next().text };
  return kind === "name" ? parseWord(reader, text.toLowerCase()) : property(parseProperty(reader));
}

function parseWord(reader: TokenReader, word: string): Expression {
  if (reader.takeWord("true")) return literal(true);
  if (reader.takeWord("false")) return literal(false);
  if (reader.takeWord("null")) return literal(null);
  if (reader.takeWord("exists")) {
    reader.requireSymbol("(");
    const named = parseProperty(reader);
    reader.requireSymbol(")");
    return { kind: "exists", property: named };
  }
  const named = parseProperty(reader);
  if (reader.takeSymbol("(") === undefined) return property(named);
  return parseCall(reader, word);
}

/** The two functions there are: a fresh id, and a property by a name that is no identifier. */
function parseCall(reader: TokenReader, name: string): Expression {
  if (name === "newid") {
    reader.requireSymbol(")");
    return { kind: "newId" };
  }
  if (name !== "property" && name !== "p") throw reader.unexpected("one of the functions newid and property");
  if (reader.current.kind !== "text") throw reader.unexpected("the name of a property in quotes");
  const named = reader.next().text;
  reader.requireSymbol(")");
  return property({ scope: "user", name: named });
}

/** Reads the name of a property, with or without its scope. */
export function parseProperty(reader: TokenReader): PropertyName {
  const first = reader.requireName();
  if (reader.takeSymbol(".") === undefined) return { scope: "user", name: first };
  const scope = first.toLowerCase();
  if (scope !== "sys" && scope !== "user") throw reader.unexpected("'sys' or 'user' before the name");
  return { scope, name: reader.requireName() };
}

function property(named: PropertyName): Expression {
  return { kind: "property", property: named };
}

function literal(value: string | number | boolean | null): Expression {
  return { kind: "literal", value };
}

function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

function negate(negated: boolean, operand: Expression): Expression {
  return negated ? { kind: "not", operand } : operand;
}
