import { resourceKey } from "@azlin/core";
import {
  readEntitySettings,
  toEntityProperties,
  type AnySettings,
  type SettledKind,
} from "../../broker/admin/entity-properties.ts";
import { readRuleProperties, toRuleProperties } from "../../broker/admin/rule-properties.ts";
import type { EntityDefinition, EntityKey } from "../../broker/namespace/entity-change.ts";
import type { Namespace } from "../../broker/namespace/namespace.ts";
import type { Queue } from "../../broker/namespace/queue.ts";
import type { Subscription } from "../../broker/namespace/subscription.ts";
import type { Topic } from "../../broker/namespace/topic.ts";
import type { JsonObject } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { QUEUE_TYPE, RULE_TYPE, SUBSCRIPTION_TYPE, TOPIC_TYPE } from "./service-bus-contract.ts";

/** Types in the order in which they are made, parents first. */
const TYPES = [QUEUE_TYPE, TOPIC_TYPE, SUBSCRIPTION_TYPE, RULE_TYPE];
const PROPERTIES_KEPT = ["createdAt"];

/**
 * Keeps a broker's namespace the same as the resources of a world: what Resource Manager, a seed or a restored state
 * says is applied to the namespace, and what clients change there is written to the resources.
 */
export class DefinitionMirror {
  readonly #world: World;
  readonly #namespaceId: string;
  readonly #namespace: Namespace;
  /** Resources as they were applied last, by key. */
  readonly #applied = new Map<string, StoredResource>();
  #isApplying = false;

  constructor(world: World, namespaceId: string, namespace: Namespace) {
    this.#world = world;
    this.#namespaceId = namespaceId;
    this.#namespace = namespace;
    namespace.observers.add({
      defined: (definition) => this.#write(definition),
      removed: (key) => this.#remove(key),
    });
  }

  /** Brings the namespace to what the resources say. */
  apply(): void {
    if (this.#isApplying) return;
    this.#isApplying = true;
    try {
      const there = new Set<string>();
      for (const resource of this.#resources()) {
        const key = resourceKey(resource.body.id);
        there.add(key);
        if (this.#applied.get(key) !== resource) this.#define(resource);
        this.#applied.set(key, resource);
      }
      this.#dropOthers(there);
    } finally {
      this.#isApplying = false;
    }
  }

  /** Ends an entity whose resource has gone. */
  forget(entity: Queue | Topic | Subscription): void {
    this.#isApplying = true;
    this.#namespace.remove(entity);
    this.#isApplying = false;
  }

  /** Everything below the namespace that clients use, parents first. */
  *#resources(): Generator<StoredResource> {
    for (const type of TYPES) yield* this.#world.store.ofType(type, this.#namespaceId);
  }

  #dropOthers(there: ReadonlySet<string>): void {
    for (const [key, { body }] of this.#applied) {
      if (there.has(key)) continue;
      this.#applied.delete(key);
      const [name, subscription, rule] = namesOf(body.id);
      const entity =
        subscription === undefined ? this.#namespace.entity(name!) : this.#namespace.subscription(name!, subscription);
      if (entity?.kind === "subscription" && rule !== undefined) entity.removeRule(rule);
      else if (entity !== undefined) this.#namespace.remove(entity);
    }
  }

  #define({ body }: StoredResource): void {
    const [name = "", subscription = "", rule = ""] = namesOf(body.id);
    const namespace = this.#namespace;
    const type = body.type.toLowerCase();
    if (type === QUEUE_TYPE.toLowerCase()) {
      const settings = settingsOf("queue", body);
      this.#settle(namespace.queue(name), settings, () => namespace.createQueue(name, settings));
    } else if (type === TOPIC_TYPE.toLowerCase()) {
      const settings = settingsOf("topic", body);
      this.#settle(namespace.topic(name), settings, () => namespace.createTopic(name, settings));
    } else if (type === SUBSCRIPTION_TYPE.toLowerCase()) {
      const settings = settingsOf("subscription", body);
      const make = (): unknown => namespace.createSubscription({ topic: name, name: subscription }, settings, {});
      this.#settle(namespace.subscription(name, subscription), settings, make);
    } else namespace.subscription(name, subscription)?.setRule(rule, readRuleProperties(body.properties ?? {}));
  }

  #settle(entity: Queue | Topic | Subscription | undefined, settings: AnySettings, make: () => unknown): void {
    if (entity === undefined) make();
    else if (JSON.stringify(entity.settings) !== JSON.stringify(settings)) this.#namespace.update(entity, settings);
  }

  #write(definition: EntityDefinition): void {
    if (this.#isApplying) return;
    const body = this.#bodyOf(definition);
    this.#applied.set(resourceKey(body.id), this.#world.store.put({ body }));
  }

  #bodyOf(definition: EntityDefinition): ArmResource {
    const { type, names } = placeOf(definition);
    const collections = type.split("/").slice(2);
    const id = [this.#namespaceId, ...collections.flatMap((collection, at) => [collection, names[at]!])].join("/");
    const known = this.#world.store.get(id)?.body.properties ?? {};
    const now = new Date(this.#world.clock.now()).toISOString();
    const kept = Object.fromEntries(PROPERTIES_KEPT.map((key) => [key, known[key] ?? now]));
    const properties: JsonObject =
      definition.kind === "rule"
        ? (toRuleProperties(definition.settings) as JsonObject)
        : { ...toEntityProperties(definition.kind, definition.settings), ...kept, updatedAt: now, accessedAt: now };
    return { id, name: names.at(-1)!, type, properties };
  }

  #remove(entity: EntityKey): void {
    if (this.#isApplying) return;
    const { type, names } = placeOf(entity);
    const collections = type.split("/").slice(2);
    const id = [this.#namespaceId, ...collections.flatMap((collection, at) => [collection, names[at]!])].join("/");
    const gone = [...[...this.#world.store.below(id)].map(({ body }) => body.id), id];
    for (const one of gone) {
      this.#applied.delete(resourceKey(one));
      this.#world.store.remove(one);
    }
  }
}

/** Names of an entity's resource and of those that it lies in. Slashes in names are tildes there. */
function placeOf(key: EntityKey): { readonly type: string; readonly names: readonly string[] } {
  const name = key.name.replaceAll("/", "~");
  if (key.kind === "queue") return { type: QUEUE_TYPE, names: [name] };
  if (key.kind === "topic") return { type: TOPIC_TYPE, names: [name] };
  const topic = key.topic.replaceAll("/", "~");
  if (key.kind === "subscription") return { type: SUBSCRIPTION_TYPE, names: [topic, name] };
  return { type: RULE_TYPE, names: [topic, key.subscription, name] };
}

/** Names of the entities in a resource's id, outermost first. */
function namesOf(id: string): string[] {
  const segments = id.split("/").slice(9);
  return segments.filter((_, at) => at % 2 === 1).map((name) => name.replaceAll("~", "/"));
}

function settingsOf(kind: SettledKind, { properties = {} }: ArmResource): AnySettings {
  return readEntitySettings(kind, properties);
}
