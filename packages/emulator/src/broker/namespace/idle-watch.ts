import { Alarm } from "../entities/alarm.ts";
import { FOREVER_MS } from "../entities/entity-settings.ts";
import type { Namespace } from "./namespace.ts";
import type { Queue } from "./queue.ts";
import type { Subscription } from "./subscription.ts";
import type { Topic } from "./topic.ts";

type Entity = Queue | Topic | Subscription;

/** Deletes entities that nobody has used for as long as they say. */
export class IdleWatch {
  readonly #namespace: Namespace;
  readonly #followed = new Set<Entity>();
  #alarm: Alarm | undefined;

  constructor(namespace: Namespace) {
    this.#namespace = namespace;
  }

  /** Watches an entity, when it is to go by itself. */
  follow(entity: Entity): void {
    if (entity.settings.autoDeleteOnIdleMs >= FOREVER_MS) {
      this.#followed.delete(entity);
      return;
    }
    this.#followed.add(entity);
    this.#alarm ??= new Alarm(this.#namespace.clock, () => this.#check());
    this.#alarm.set(dueMs(entity));
  }

  forget(entity: Entity): void {
    this.#followed.delete(entity);
  }

  stop(): void {
    this.#alarm?.cancel();
  }

  #check(): void {
    const now = this.#namespace.clock.now();
    for (const entity of this.#followed) {
      if (isUsed(entity)) entity.accessedAtMs = now;
      if (dueMs(entity) > now) this.#alarm?.set(dueMs(entity));
      else this.#namespace.remove(entity);
    }
  }
}

function dueMs({ accessedAtMs, updatedAtMs, settings }: Entity): number {
  return Math.max(accessedAtMs, updatedAtMs) + settings.autoDeleteOnIdleMs;
}

function isUsed(entity: Entity): boolean {
  if (entity.kind === "topic") return [...entity.subscriptions.values()].some(isUsed);
  return entity.mailbox.queues.some((queue) => !queue.isIdle);
}
