import type { SyntaxLocation, SyntaxNode } from "./syntax/syntax-node.ts";

/** One complaint about a query, in Resource Graph's own shape. */
export interface KqlErrorDetail extends Partial<SyntaxLocation> {
  readonly code: string;
  readonly message: string;
  readonly token?: string;
  readonly expectedToken?: string;
}

/** A query that cannot be answered. */
export class KqlError extends Error {
  override readonly name = "KqlError";
  readonly details: readonly KqlErrorDetail[];

  constructor(details: readonly KqlErrorDetail[]) {
    super(details.map(({ message }) => message).join(" "));
    this.details = details;
  }
}

/** An operator or expression that this Resource Graph does not know. */
export function unsupported(node: SyntaxNode, what: string): KqlError {
  const message = `The local Resource Graph does not support ${what}.`;
  return new KqlError([{ code: "InvalidQueryLanguage", message, ...node.location, token: firstWord(node.text) }]);
}

/** A name that is no column here. */
export function unresolvedName(node: SyntaxNode, name: string): KqlError {
  return failure(node, `Failed to resolve column or scalar expression named '${name}'.`);
}

/** A query whose parts do not fit each other. */
export function failure(node: SyntaxNode, message: string): KqlError {
  return new KqlError([{ code: "ParserFailure", message, ...node.location, token: firstWord(node.text) }]);
}

export function unknownFunction(name: string): KqlError {
  return new KqlError([{ code: "UnknownFunction", message: `Unknown function: '${name}'.` }]);
}

export function unknownTable(name: string): KqlError {
  return new KqlError([
    { code: "DisallowedLogicalTableName", message: `Table ${name} is invalid, unsupported or disallowed.` },
  ]);
}

function firstWord(text: string): string {
  return /^\S+/.exec(text)?.[0] ?? "<EOF>";
}
