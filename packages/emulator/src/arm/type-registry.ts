import type { ResourceType } from "./resource-type.ts";

/** The resource types that a world serves, found without regard to case. */
export class TypeRegistry {
  readonly #types = new Map<string, ResourceType>();
  readonly #namespaces = new Map<string, string>();

  register(types: readonly ResourceType[]): void {
    for (const definition of types) {
      this.#types.set(definition.type.toLowerCase(), definition);
      const namespace = namespaceOf(definition.type);
      this.#namespaces.set(namespace.toLowerCase(), namespace);
    }
  }

  get(type: string): ResourceType | undefined {
    return this.#types.get(type.toLowerCase());
  }

  /** Azure's spelling of a namespace that is served. */
  namespace(name: string): string | undefined {
    return this.#namespaces.get(name.toLowerCase());
  }

  namespaces(): string[] {
    return [...this.#namespaces.values()];
  }

  inNamespace(namespace: string): ResourceType[] {
    const wanted = namespace.toLowerCase();
    return [...this.#types.values()].filter(({ type }) => namespaceOf(type).toLowerCase() === wanted);
  }
}

function namespaceOf(type: string): string {
  return type.slice(0, type.indexOf("/"));
}
