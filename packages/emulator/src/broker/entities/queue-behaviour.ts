/** How one queue behaves; read anew at every use, because entities can be changed. */
export interface QueueBehaviour {
  readonly lockDurationMs: number;
  /** Deliveries after which a message is dead-lettered; Infinity: never. */
  readonly maxDeliveryCount: number;
  /** Most bytes that it holds. */
  readonly maxSizeBytes: number;
  readonly defaultTimeToLiveMs: number;
  /** What becomes of messages whose time is over. */
  readonly onExpiration: "deadLetter" | "drop";
}
