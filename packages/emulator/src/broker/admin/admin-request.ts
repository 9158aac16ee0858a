import type { Namespace } from "../namespace/namespace.ts";

/** What a request to the administration API is about. */
export type AdminTarget =
  | { readonly kind: "namespace" }
  | { readonly kind: "list"; readonly of: "queues" }
  | { readonly kind: "list"; readonly of: "topics" }
  | { readonly kind: "list"; readonly of: "subscriptions"; readonly topic: string }
  | { readonly kind: "list"; readonly of: "rules"; readonly topic: string; readonly subscription: string }
  | { readonly kind: "entity"; readonly name: string }
  | { readonly kind: "subscription"; readonly topic: string; readonly name: string }
  | { readonly kind: "rule"; readonly topic: string; readonly subscription: string; readonly name: string };

/** A request to the administration API of one namespace. */
export interface AdminRequest {
  readonly namespace: Namespace;
  readonly url: URL;
  readonly method: string;
  readonly body: string;
  /** Whether it changes what is there: clients say so by `If-Match: *`. */
  readonly isUpdate: boolean;
}

const RULE = /^(.+)\/subscriptions\/([^/]+)\/rules(?:\/([^/]+))?$/i;
const SUBSCRIPTION = /^(.+)\/subscriptions(?:\/([^/]+))?$/i;
const LIST = /^\$resources\/(queues|topics)$/i;

/** Reads what the path of a request names. */
export function adminTarget({ pathname }: URL): AdminTarget {
  const path = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, "");
  if (/^\$namespaceinfo$/i.test(path)) return { kind: "namespace" };
  const listed = LIST.exec(path)?.[1]?.toLowerCase();
  if (listed !== undefined) return { kind: "list", of: listed as "queues" | "topics" };
  return ruleTarget(path) ?? subscriptionTarget(path) ?? { kind: "entity", name: path };
}

function ruleTarget(path: string): AdminTarget | undefined {
  const [, topic, subscription, name] = RULE.exec(path) ?? [];
  if (topic === undefined || subscription === undefined) return undefined;
  const place = { topic, subscription };
  return name === undefined ? { kind: "list", of: "rules", ...place } : { kind: "rule", ...place, name };
}

function subscriptionTarget(path: string): AdminTarget | undefined {
  const [, topic, name] = SUBSCRIPTION.exec(path) ?? [];
  if (topic === undefined) return undefined;
  return name === undefined ? { kind: "list", of: "subscriptions", topic } : { kind: "subscription", topic, name };
}
