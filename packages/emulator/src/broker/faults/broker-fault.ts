/** Where a fault can strike: a link attaches, a message comes in or goes out, is settled, or a request is made. */
export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Where a fault can strike. */
export const FAULT_POINTS = ["attach", "send", "receive", "settle", "manage"] as const;

/** An AMQP error, as a fault names it. */
export interface FaultCondition {
  /** `com.microsoft:server-busy`, `amqp:link:detach-forced`. */
  readonly condition: string;
  readonly description?: string;
}

/**
 * What a fault does: detaches the link or closes the connection with a condition (`detach`, `closeConnection`), resets
 * the socket (`reset`), lets the connection say and hear nothing for a while (`freezeMs`), refuses with a condition
 * (`reject`) or as a busy server (`throttle`), does what was asked and does not answer (`swallow`), answers and does not
 * do it (`drop`), or does it twice (`duplicate`).
 */
export type BrokerFaultEffect =
  | { readonly detach: FaultCondition }
  | { readonly closeConnection: FaultCondition }
  | { readonly reset: true }
  | { readonly freezeMs: number }
  | { readonly reject: FaultCondition }
  | { readonly throttle: true }
  | { readonly swallow: true }
  | { readonly drop: true }
  | { readonly duplicate: true };

/** A fault of the broker: where it strikes, which entities it meets, how often, and what it does. */
export interface BrokerFault {
  readonly on: FaultPoint;
  /** Path of the entities that it meets, `topic/Subscriptions/name`; `*` is any text. Default: all. */
  readonly entity?: string;
  /** How often it strikes. Default: always. */
  readonly times?: number;
  /** Share of the occasions on which it strikes, drawn from `seed`. Default 1. */
  readonly probability?: number;
  /** Default 1. */
  readonly seed?: number;
  readonly effect: BrokerFaultEffect;
}
