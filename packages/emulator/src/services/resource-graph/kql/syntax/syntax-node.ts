/** A place in a query's text: lines count from 1, positions in a line from 0. */
export interface SyntaxLocation {
  readonly line: number;
  readonly characterPositionInLine: number;
}

/** A node of a parsed query, free of the parser's own objects. */
export interface SyntaxNode {
  /** The language service's name of the kind: `FilterOperator`, `EqualTildeExpression`. */
  readonly kind: string;
  readonly text: string;
  readonly location: SyntaxLocation;
  /** Value of a string literal's token. */
  readonly value: string | undefined;
  /** Parts by their role in this node: `Left`, `Condition`, `Expressions`. */
  readonly parts: ReadonlyMap<string, SyntaxNode>;
  /** Elements of a list; separators are left out. */
  readonly elements: readonly SyntaxNode[];
}

/** The part of a node with a role; the node itself when it has none, so that errors can point somewhere. */
export function part(node: SyntaxNode, role: string): SyntaxNode {
  return node.parts.get(role) ?? node;
}

/** The elements of the list with a role; none when there is no such list. */
export function listAt(node: SyntaxNode, role: string): readonly SyntaxNode[] {
  return node.parts.get(role)?.elements ?? [];
}

/** The name that a reference or declaration spells: `location`, `['my column']`. */
export function nameOf(node: SyntaxNode): string {
  const name = part(node, "Name");
  if (name === node) return node.text;
  if (name.kind === "BracketedName") return part(part(name, "Name"), "Token").value ?? name.text;
  return name.text;
}

/** An expression without its parentheses. */
export function withoutParentheses(node: SyntaxNode): SyntaxNode {
  return node.kind === "ParenthesizedExpression" ? withoutParentheses(part(node, "Expression")) : node;
}
