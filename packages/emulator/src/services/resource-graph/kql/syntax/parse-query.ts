import { KqlError, type KqlErrorDetail } from "../kql-error.ts";
import { loadKusto, type KustoDiagnostic, type KustoLanguage, type KustoNode } from "./load-kusto.ts";
import type { SyntaxLocation, SyntaxNode } from "./syntax-node.ts";

/** What a query without a table of its own begins with. */
const DEFAULT_TABLE = "Resources|";
const BEGINS_WITH_OPERATOR =
  /^\s*(where|filter|project|project-away|project-keep|extend|order|sort|top|take|limit|count|distinct|summarize|mv-?expand)\b/i;

/** Queries whose trees are kept: programs ask the same again and again, and parsing takes longer than most answers. */
const REMEMBERED = 100;
const trees = new Map<string, SyntaxNode>();

/**
 * Parses a query with Microsoft's own parser.
 *
 * @throws KqlError (`ParserFailure`) with the place of each syntax error.
 */
export async function parseQuery(query: string): Promise<SyntaxNode> {
  const known = trees.get(query);
  if (known !== undefined) return known;
  const tree = parseWith(await loadKusto(), query);
  const [oldest] = trees.keys();
  if (trees.size >= REMEMBERED && oldest !== undefined) trees.delete(oldest);
  trees.set(query, tree);
  return tree;
}

function parseWith(kusto: KustoLanguage, query: string): SyntaxNode {
  const prefix = BEGINS_WITH_OPERATOR.test(query) ? DEFAULT_TABLE : "";
  const source = new Source(prefix + query, prefix.length);
  const root = kusto.parse(source.text);
  const diagnostics = root.GetContainedSyntaxDiagnostics();
  if (diagnostics.Count > 0) {
    const all = Array.from({ length: diagnostics.Count }, (_, index) => diagnostics.getItem(index));
    throw new KqlError(all.map((diagnostic) => toDetail(diagnostic, source)));
  }
  return convert(root, { kusto, source });
}

class Source {
  readonly text: string;
  /** Characters at the start that the user did not write. */
  readonly #prefix: number;

  constructor(text: string, prefix: number) {
    this.text = text;
    this.#prefix = prefix;
  }

  locate(start: number): SyntaxLocation {
    const before = this.text.slice(this.#prefix, Math.max(start, this.#prefix));
    const lineStart = before.lastIndexOf("\n") + 1;
    return { line: before.split("\n").length, characterPositionInLine: before.length - lineStart };
  }
}

function toDetail({ Message, Start, Length }: KustoDiagnostic, source: Source): KqlErrorDetail {
  const token = source.text.slice(Start, Start + Length);
  const expected = /^Expected: (.+)$/.exec(Message)?.[1];
  return {
    code: "ParserFailure",
    message: "ParserFailure",
    ...source.locate(Start),
    token: token === "" ? "<EOF>" : token,
    ...(expected !== undefined && { expectedToken: expected }),
  };
}

interface Conversion {
  readonly kusto: KustoLanguage;
  readonly source: Source;
}

function convert(node: KustoNode, conversion: Conversion): SyntaxNode {
  const parts = new Map<string, SyntaxNode>();
  const elements: SyntaxNode[] = [];
  for (let index = 0; index < node.ChildCount; index++) {
    const child = node.GetChild(index);
    if (child === null) continue;
    if (child.NameInParent === "") elements.push(convertElement(child, conversion));
    else parts.set(child.NameInParent, convert(child, conversion));
  }
  const { kusto, source } = conversion;
  return {
    kind: kusto.kindOf(node),
    text: source.text.slice(node.TextStart, node.End),
    location: source.locate(node.TextStart),
    value: node.IsToken && typeof node.Value === "string" ? node.Value : undefined,
    parts,
    elements,
  };
}

/** List elements come wrapped with the separator that follows them. */
function convertElement(node: KustoNode, conversion: Conversion): SyntaxNode {
  const isWrapped = conversion.kusto.kindOf(node) === "SeparatedElement";
  const inner = isWrapped ? node.GetChild(0) : null;
  return convert(inner ?? node, conversion);
}
