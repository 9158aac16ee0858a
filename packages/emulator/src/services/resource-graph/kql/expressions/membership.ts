import { areEqual } from "../compare.ts";
import type { Evaluate, ExpressionCompiler, ExpressionScope } from "../plan.ts";
import type { Row } from "../row.ts";
import { listAt, part, type SyntaxNode } from "../syntax/syntax-node.ts";
import { toText, type Value } from "../value.ts";
import { containsTerm } from "./text-matches.ts";

/**
 * `in`, `in~`, `has_any`, `has_all`. The language service calls the case-insensitive kind `InCs`.
 */
export const MEMBERSHIP: Readonly<Record<string, ExpressionCompiler>> = {
  InExpression: membership({
    isWanted: true,
    isIn: (value, list) => list.some((one) => areEqual(value, one) === true),
  }),
  NotInExpression: membership({
    isWanted: false,
    isIn: (value, list) => list.some((one) => areEqual(value, one) === true),
  }),
  InCsExpression: membership({ isWanted: true, isIn: isInIgnoringCase }),
  NotInCsExpression: membership({ isWanted: false, isIn: isInIgnoringCase }),
  HasAnyExpression: membership({ isWanted: true, isIn: (value, list) => list.some((one) => hasTerm(value, one)) }),
  HasAllExpression: membership({ isWanted: true, isIn: (value, list) => list.every((one) => hasTerm(value, one)) }),
};

interface Membership {
  readonly isWanted: boolean;
  readonly isIn: (value: Value, list: readonly Value[]) => boolean;
}

function membership({ isWanted, isIn }: Membership): ExpressionCompiler {
  return (node, scope) => {
    const value = scope.compile(part(node, "Left"));
    const list = listOf(part(node, "Right"), scope);
    return (row) => isIn(value(row), list(row)) === isWanted;
  };
}

/** The values of a list in parentheses; arrays among them count as their elements. */
function listOf(node: SyntaxNode, scope: ExpressionScope): (row: Row) => readonly Value[] {
  const elements: Evaluate[] = listAt(node, "Expressions").map((element) => scope.compile(element));
  return (row) => {
    const values = elements.map((element) => element(row));
    return values.some(Array.isArray)
      ? values.flatMap((value): Value[] => (Array.isArray(value) ? value : [value]))
      : values;
  };
}

function isInIgnoringCase(value: Value, list: readonly Value[]): boolean {
  const text = toText(value).toLowerCase();
  return value !== null && list.some((one) => toText(one).toLowerCase() === text);
}

function hasTerm(value: Value, term: Value): boolean {
  return containsTerm(toText(value).toLowerCase(), toText(term).toLowerCase());
}
