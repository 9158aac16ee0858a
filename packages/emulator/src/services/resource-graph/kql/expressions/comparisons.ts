import { areEqual, compareValues } from "../compare.ts";
import type { ExpressionCompiler } from "../plan.ts";
import { part } from "../syntax/syntax-node.ts";
import type { Value } from "../value.ts";

type Comparison = (left: Value, right: Value) => boolean | null;

/** `==`, `!=`, `<`, `<=`, `>`, `>=`, `between`. Nothing compares with nothing: such an answer is unknown. */
export const COMPARISONS: Readonly<Record<string, ExpressionCompiler>> = {
  EqualExpression: comparison(areEqual),
  NotEqualExpression: comparison((left, right) => negated(areEqual(left, right))),
  LessThanExpression: ordered((order) => order < 0),
  LessThanOrEqualExpression: ordered((order) => order <= 0),
  GreaterThanExpression: ordered((order) => order > 0),
  GreaterThanOrEqualExpression: ordered((order) => order >= 0),
  BetweenExpression: between(true),
  NotBetweenExpression: between(false),
};

function comparison(compare: Comparison): ExpressionCompiler {
  return (node, scope) => {
    const left = scope.compile(part(node, "Left"));
    const right = scope.compile(part(node, "Right"));
    return (row) => compare(left(row), right(row));
  };
}

function ordered(holds: (order: number) => boolean): ExpressionCompiler {
  return comparison((left, right) => {
    const order = compareValues(left, right);
    return order === undefined ? null : holds(order);
  });
}

function between(wanted: boolean): ExpressionCompiler {
  return (node, scope) => {
    const value = scope.compile(part(node, "Left"));
    const first = scope.compile(part(part(node, "Right"), "First"));
    const second = scope.compile(part(part(node, "Right"), "Second"));
    return (row) => {
      const found = value(row);
      const fromFirst = compareValues(found, first(row));
      const fromSecond = compareValues(found, second(row));
      if (fromFirst === undefined || fromSecond === undefined) return null;
      return (fromFirst >= 0 && fromSecond <= 0) === wanted;
    };
  };
}

function negated(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}
