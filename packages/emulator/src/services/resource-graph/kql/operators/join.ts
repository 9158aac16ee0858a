import { failure, unsupported } from "../kql-error.ts";
import { claimName } from "../named-expression.ts";
import type { Evaluate, OperatorCall, OperatorCompiler, Plan } from "../plan.ts";
import { layeredRow, rowOf, type Row } from "../row.ts";
import { listAt, nameOf, part, type SyntaxNode } from "../syntax/syntax-node.ts";
import { keyOf, type Value } from "../value.ts";

/** How a row of the left table meets those of the right one. */
interface JoinKind {
  /** Rows of the left table with equal keys count once. */
  readonly distinctLeft?: boolean;
  /** Left rows without a match stay, with nothing on the right. */
  readonly keepsUnmatched?: boolean;
  /** Right rows without a match stay too, with nothing on the left. */
  readonly keepsUnmatchedRight?: boolean;
  /** Only the left row counts, by whether it has a match. */
  readonly leftOnly?: "matched" | "unmatched";
}

const KINDS: Readonly<Record<string, JoinKind>> = {
  innerunique: { distinctLeft: true },
  inner: {},
  leftouter: { keepsUnmatched: true },
  rightouter: { keepsUnmatchedRight: true },
  fullouter: { keepsUnmatched: true, keepsUnmatchedRight: true },
  leftsemi: { leftOnly: "matched" },
  leftanti: { leftOnly: "unmatched" },
};

/** `join kind=… (table) on …`. */
export const compileJoin: OperatorCompiler = (call): Plan => {
  const kind = readKind(call.node);
  const right = call.compileQuery(part(call.node, "Expression"));
  const keys = listAt(part(call.node, "ConditionClause"), "Expressions").map((one) => readKey(one, call, right));
  if (keys.length === 0) throw failure(call.node, "A join needs columns to join on.");
  const { input: left } = call;
  const renamed = rightNames(left, right);
  const columns = kind.leftOnly === undefined ? [...left.columns, ...renamed.values()] : left.columns;
  return { columns, isLimited: left.isLimited, rows: () => join({ kind, left, right, keys, renamed }) };
};

interface Key {
  readonly left: Evaluate;
  readonly right: Evaluate;
}

interface Join {
  readonly kind: JoinKind;
  readonly left: Plan;
  readonly right: Plan;
  readonly keys: readonly Key[];
  /** Names of the right table's columns in the result. */
  readonly renamed: ReadonlyMap<string, string>;
}

function readKind(node: SyntaxNode): JoinKind {
  // Hints say how to go about it, not what to find.
  const parameters = listAt(node, "Parameters").filter(({ text }) => !text.startsWith("hint."));
  const other = parameters.find((parameter) => nameOf(part(parameter, "Name")) !== "kind");
  if (other !== undefined) throw unsupported(other, `join with '${other.text}'`);
  const name = parameters[0] === undefined ? "innerunique" : part(parameters[0], "Expression").text;
  const kind = KINDS[name];
  if (kind === undefined) throw unsupported(node, `join kind=${name}`);
  return kind;
}

/** `on column`, or `on $left.a == $right.b`. */
function readKey(node: SyntaxNode, { scope }: OperatorCall, right: Plan): Key {
  if (node.kind === "NameReference") return { left: scope().compile(node), right: scope(right).compile(node) };
  const sides = new Map([part(node, "Left"), part(node, "Right")].map((side) => [part(side, "Expression").text, side]));
  const [left, other] = [sides.get("$left"), sides.get("$right")];
  if (node.kind !== "EqualExpression" || left === undefined || other === undefined) {
    throw unsupported(node, `join on '${node.text}'`);
  }
  return {
    left: scope().compile(part(left, "Selector")),
    right: scope(right).compile(part(other, "Selector")),
  };
}

function rightNames(left: Plan, right: Plan): Map<string, string> {
  const taken = new Set(left.columns);
  return new Map(right.columns.map((column) => [column, claimName(column, taken)]));
}

function* join({ kind, left, right, keys, renamed }: Join): Generator<Row> {
  const matches = rowsByKey(right, keys);
  const seen = new Set<string>();
  for (const row of left.rows()) {
    const key = keyFor(keys, row, "left");
    if (kind.distinctLeft === true && seen.has(key)) continue;
    seen.add(key);
    yield* joined(row, matches.get(key) ?? [], { kind, renamed });
  }
  if (kind.keepsUnmatchedRight !== true) return;
  const unmatched = [...matches].filter(([key]) => !seen.has(key)).flatMap(([, rows]) => rows);
  for (const row of unmatched) yield rightOnly(row, renamed);
}

function rowsByKey(right: Plan, keys: readonly Key[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of right.rows()) {
    const key = keyFor(keys, row, "right");
    const rows = found.get(key);
    if (rows === undefined) found.set(key, [row]);
    else rows.push(row);
  }
  return found;
}

function rightOnly(row: Row, renamed: ReadonlyMap<string, string>): Row {
  return rowOf(new Map(Array.from(renamed, ([column, name]) => [name, row.get(column)])));
}

function joined(row: Row, matches: readonly Row[], { kind, renamed }: Pick<Join, "kind" | "renamed">): readonly Row[] {
  if (kind.leftOnly !== undefined) return matches.length > 0 === (kind.leftOnly === "matched") ? [row] : [];
  const others: readonly (Row | undefined)[] =
    matches.length === 0 && kind.keepsUnmatched === true ? [undefined] : matches;
  return others.map((other) => {
    const values = Array.from(renamed, ([column, name]): [string, Value] => [name, other?.get(column) ?? null]);
    return layeredRow(row, new Map(values));
  });
}

function keyFor(keys: readonly Key[], row: Row, side: "left" | "right"): string {
  return JSON.stringify(keys.map((key) => keyOf(key[side](row))));
}
