import type { QueueSettings, SubscriptionSettings, TopicSettings } from "../entities/entity-settings.ts";
import type { RuleSettings } from "../rules/rule-definition.ts";

/** An entity as it is defined, without its messages. */
export type EntityDefinition =
  | { readonly kind: "queue"; readonly name: string; readonly settings: QueueSettings }
  | { readonly kind: "topic"; readonly name: string; readonly settings: TopicSettings }
  | {
      readonly kind: "subscription";
      readonly topic: string;
      readonly name: string;
      readonly settings: SubscriptionSettings;
    }
  | {
      readonly kind: "rule";
      readonly topic: string;
      readonly subscription: string;
      readonly name: string;
      readonly settings: RuleSettings;
    };

/** Names an entity. */
export type EntityKey =
  | { readonly kind: "queue"; readonly name: string }
  | { readonly kind: "topic"; readonly name: string }
  | { readonly kind: "subscription"; readonly topic: string; readonly name: string }
  | { readonly kind: "rule"; readonly topic: string; readonly subscription: string; readonly name: string };

/** Follows the definitions of a namespace. */
export interface DefinitionObserver {
  /** The entity is there now, or is another than before. */
  defined(definition: EntityDefinition): void;
  /** The entity has gone, and all below it. */
  removed(key: EntityKey): void;
}
