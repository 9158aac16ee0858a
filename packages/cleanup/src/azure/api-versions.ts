import { callOptions, isAzlinError, parseResourceId, resourceTypeOf, type AbortOptions } from "@azlin/core";
import { readFromAzure, type ReadingContext } from "./read-from-azure.ts";

/** Parts of {@link ApiVersions}. */
export interface ApiVersionsParts extends ReadingContext {
  /** Versions by type that go before what providers say. */
  readonly chosen: Readonly<Record<string, string>>;
}

/** Version for resource groups, which every cloud knows. */
const GROUP_VERSION = "2021-04-01";
const GROUP_TYPE = "microsoft.resources/subscriptions/resourcegroups";

/** Versions by type, in lower case. */
type ProviderVersions = ReadonlyMap<string, string>;

/** Which api-version to use for a resource: the newest stable one that its own provider lists. Asked for once each. */
export class ApiVersions {
  readonly #parts: ApiVersionsParts;
  readonly #chosen: ReadonlyMap<string, string>;
  readonly #providers = new Map<string, Promise<ProviderVersions>>();

  constructor(parts: ApiVersionsParts) {
    this.#parts = parts;
    const chosen = Object.entries(parts.chosen).map(([type, version]) => [type.toLowerCase(), version] as const);
    this.#chosen = new Map([[GROUP_TYPE, GROUP_VERSION], ...chosen]);
  }

  /**
   * The version for a resource of this id; `undefined` when its provider does not know the type.
   *
   * @throws AzlinError when the provider cannot be read.
   */
  async of(id: string, options: AbortOptions = {}): Promise<string | undefined> {
    const parsed = parseResourceId(id);
    const type = resourceTypeOf(parsed).toLowerCase();
    const chosen = this.#chosen.get(type);
    if (chosen !== undefined) return chosen;
    const { subscriptionId = "", provider = "" } = parsed;
    const versions = await this.#versionsOf(subscriptionId, provider, options);
    // Some providers list what lies below a location by its own name alone.
    return versions.get(type) ?? versions.get(type.replace("/locations/", "/"));
  }

  #versionsOf(subscriptionId: string, provider: string, options: AbortOptions): Promise<ProviderVersions> {
    const key = `${subscriptionId}/${provider}`.toLowerCase();
    const known = this.#providers.get(key) ?? this.#read(subscriptionId, provider, options);
    this.#providers.set(key, known);
    // A failure is not kept: the next who asks reads again.
    known.catch(() => this.#providers.delete(key));
    return known;
  }

  async #read(subscriptionId: string, provider: string, options: AbortOptions): Promise<ProviderVersions> {
    try {
      return await this.#ask(subscriptionId, provider, options);
    } catch (error) {
      // There is no such provider, here or at all: that is an answer.
      if (isAzlinError(error) && error.details["azureCode"] === "InvalidResourceNamespace") return new Map();
      throw error;
    }
  }

  #ask(subscriptionId: string, provider: string, { signal }: AbortOptions): Promise<ProviderVersions> {
    const { clients } = this.#parts;
    return readFromAzure(this.#parts, {
      operation: `read the api-versions of ${provider}`,
      action: "Microsoft.Resources/subscriptions/providers/read",
      signal,
      run: async () => {
        const client = await clients.of(subscriptionId);
        const { resourceTypes = [] } = await client.providers.get(provider, callOptions({ signal }));
        const versions = resourceTypes.map(({ resourceType = "", apiVersions = [] }) => {
          return [`${provider}/${resourceType}`.toLowerCase(), newestStable(apiVersions)] as const;
        });
        return new Map(versions.filter((entry): entry is [string, string] => entry[1] !== undefined));
      },
    });
  }
}

/** The newest version without a suffix, else the newest preview. */
function newestStable(versions: readonly string[]): string | undefined {
  const newest = [...versions].toSorted().toReversed();
  return newest.find((version) => /^\d{4}-\d{2}-\d{2}$/.test(version)) ?? newest[0];
}
