import { resourceKey } from "@azlin/core";
import { queuesOf } from "../../broker/namespace/queues-of.ts";
import { Namespace } from "../../broker/namespace/namespace.ts";
import type { Queue } from "../../broker/namespace/queue.ts";
import type { NamespaceTier } from "../../broker/namespace/tier.ts";
import type { Subscription } from "../../broker/namespace/subscription.ts";
import type { Topic } from "../../broker/namespace/topic.ts";
import type { NamespaceDirectory } from "../../broker/wire/namespace-directory.ts";
import { objectAt, textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { worldKeys } from "./world-keys.ts";
import { DefinitionMirror } from "./definition-mirror.ts";
import { namespaceNamed } from "./namespace-name.ts";
import { NAMESPACE_TYPE } from "./service-bus-contract.ts";

/** Segments of a namespace's id, the empty one before the first slash counted. */
const NAMESPACE_SEGMENTS = 9;

interface Served {
  readonly namespace: Namespace;
  readonly mirror: DefinitionMirror;
}

/**
 * The Service Bus namespaces of a world, made from its resources when somebody uses them. What entities there are is
 * told by the resources alone; messages live here.
 */
export class BrokerNamespaces implements NamespaceDirectory {
  readonly #world: World;
  readonly #served = new Map<string, Served>();

  constructor(world: World) {
    this.#world = world;
    world.clock.followers.add(() => this.#settleTime());
  }

  find(hostname: string): Namespace | undefined {
    const resource = namespaceNamed(this.#world, hostname.split(".")[0] ?? "");
    return resource && this.#serve(resource);
  }

  all(): readonly Namespace[] {
    return [...this.#world.store.ofType(NAMESPACE_TYPE)].map((resource) => this.#serve(resource));
  }

  /** Id of the resource that a namespace is made from. */
  resourceIdOf(namespace: Namespace): string | undefined {
    return namespaceNamed(this.#world, namespace.name)?.body.id;
  }

  /** Something at or below a namespace has changed: links that have lost their entity are told. */
  changed(resourceId: string): void {
    const id = resourceId.split("/").slice(0, NAMESPACE_SEGMENTS).join("/");
    const served = this.#served.get(resourceKey(id));
    if (served === undefined) return;
    const resource = this.#world.store.get(id);
    if (resource !== undefined) served.mirror.apply();
    else {
      this.#served.delete(resourceKey(id));
      for (const entity of served.namespace.entities) served.mirror.forget(entity);
      served.namespace.close();
    }
  }

  /** The entity that a resource stands for, when somebody has used its namespace. */
  entityOf(resourceId: string): Queue | Topic | Subscription | undefined {
    const segments = resourceId.split("/");
    const served = this.#served.get(resourceKey(segments.slice(0, NAMESPACE_SEGMENTS).join("/")));
    const [, name = "", , subscription] = segments
      .slice(NAMESPACE_SEGMENTS)
      .map((segment) => segment.replaceAll("~", "/"));
    if (subscription === undefined) return served?.namespace.entity(name);
    return served?.namespace.subscription(name, subscription);
  }

  /** The world is another: messages and links of the one that was have gone. */
  clear(): void {
    for (const { namespace } of this.#served.values()) namespace.close();
    this.#served.clear();
  }

  /** Brings about what is due, however time has come to pass. */
  #settleTime(): void {
    for (const { namespace } of this.#served.values()) for (const queue of queuesOf(namespace)) queue.settleTime();
  }

  #serve(resource: StoredResource): Namespace {
    const { id, name } = resource.body;
    const known = this.#served.get(resourceKey(id));
    const served = known ?? this.#make(id, name);
    served.namespace.tier = tierOf(resource);
    served.mirror.apply();
    return served.namespace;
  }

  #make(id: string, name: string): Served {
    const world = this.#world;
    const namespace = new Namespace({
      name,
      tier: "Standard",
      clock: world.clock,
      random: world.ids.random,
      keys: worldKeys(world, id),
    });
    const served = { namespace, mirror: new DefinitionMirror(world, id, namespace) };
    this.#served.set(resourceKey(id), served);
    return served;
  }
}

/** The namespaces of a world; there as soon as somebody asks. */
export function brokerNamespaces(world: World): BrokerNamespaces {
  world.serviceBus ??= new BrokerNamespaces(world);
  return world.serviceBus;
}

function tierOf({ body }: StoredResource): NamespaceTier {
  const name = textAt(objectAt(body, "sku"), "name") ?? "Standard";
  return name === "Basic" || name === "Premium" ? name : "Standard";
}
