/** A node of Microsoft's syntax tree, as far as it is read here. */
export interface KustoNode {
  readonly Kind: number;
  readonly IsToken: boolean;
  readonly NameInParent: string;
  readonly TextStart: number;
  readonly End: number;
  readonly ChildCount: number;
  /** Value of a literal's token. */
  readonly Value?: unknown;
  GetChild(index: number): KustoNode | null;
  GetContainedSyntaxDiagnostics(): KustoList<KustoDiagnostic>;
}

/** What the parser complains about. */
export interface KustoDiagnostic {
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}

interface KustoList<T> {
  readonly Count: number;
  getItem(index: number): T;
}

/** The parts of Microsoft's language service that are used: its parser, and the names of its node kinds. */
export interface KustoLanguage {
  parse(text: string): KustoNode;
  kindOf(node: KustoNode): string;
}

interface KustoGlobals {
  readonly Kusto: {
    readonly Language: {
      readonly Parsing: { readonly QueryParser: { ParseQuery$1(text: string): KustoNode } };
      readonly Syntax: { readonly SyntaxKind: Readonly<Record<string, unknown>> };
    };
  };
}

let loaded: Promise<KustoLanguage> | undefined;

/**
 * Microsoft's KQL parser, loaded when first asked for: it takes about half a second. Its scripts are no modules: they
 * leave `Bridge`, `System` and `Kusto` behind as globals of the process.
 */
export function loadKusto(): Promise<KustoLanguage> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<KustoLanguage> {
  // Spelled out one by one, so that bundlers see them and take them along.
  // @ts-expect-error -- a script without types
  await import("@kusto/language-service-next/bridge.min.js");
  // @ts-expect-error -- a script without types
  await import("@kusto/language-service-next/Kusto.Language.Bridge.min.js");
  const { Parsing, Syntax } = (globalThis as unknown as KustoGlobals).Kusto.Language;
  const kinds = new Map(Object.entries(Syntax.SyntaxKind).map(([name, number]) => [number, name]));
  return {
    // The query parser alone: `KustoCode.Parse` also sets up every built-in function, which takes another second.
    parse: (text) => Parsing.QueryParser.ParseQuery$1(text),
    kindOf: (node) => kinds.get(node.Kind) ?? String(node.Kind),
  };
}
