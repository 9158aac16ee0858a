import type { Row } from "./row.ts";
import type { SyntaxNode } from "./syntax/syntax-node.ts";
import type { Value } from "./value.ts";

/** A table, or what operators make of one: its columns in order, and its rows when they are asked for. */
export interface Plan {
  readonly columns: readonly string[];
  /** Whether the query itself cuts rows off (`take`, `top`): Azure then gives no skip token. */
  readonly isLimited: boolean;
  rows(): Iterable<Row>;
}

/** Computes a value out of a row. */
export type Evaluate = (row: Row) => Value;

/** What an expression may refer to, and how its parts are compiled. */
export interface ExpressionScope {
  readonly columns: readonly string[];
  /** The query's time; milliseconds since the epoch. */
  readonly nowMs: number;
  readonly compile: (node: SyntaxNode) => Evaluate;
}

/** Compiles one kind of expression. Throws KqlError for what it cannot do. */
export type ExpressionCompiler = (node: SyntaxNode, scope: ExpressionScope) => Evaluate;

/** One step of a query's pipe, to be compiled. */
export interface OperatorCall {
  readonly node: SyntaxNode;
  readonly input: Plan;
  /** The scope of expressions over the input's columns, or another table's. */
  readonly scope: (plan?: Plan) => ExpressionScope;
  /** Compiles a query inside this one. */
  readonly compileQuery: (node: SyntaxNode) => Plan;
}

/** Compiles one operator. Throws KqlError for what it cannot do. */
export type OperatorCompiler = (call: OperatorCall) => Plan;
