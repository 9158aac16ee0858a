/** What a processor has done since its start. */
export interface ProcessorStats {
  /** Deliveries. */
  readonly received: number;
  /** Events that a handler has done. */
  readonly handled: number;
  /** Deliveries of events that were done before, or are for another subscription. */
  readonly skipped: number;
  /** Deliveries that were given back, to come again. */
  readonly abandoned: number;
  readonly deadLettered: number;
  /** Messages that held no event; they are among the dead-lettered, unless these are dropped. */
  readonly malformed: number;
  /** Events of a type that is not known; handlers get them all the same. */
  readonly unknownTypes: number;
  /** Deliveries whose outcome Service Bus did not take, as the lock was lost: they come again. */
  readonly unsettled: number;
  /** Times that the receiver was made anew. */
  readonly rebuilds: number;
  /** Numbers found missing in ordered runs. */
  readonly missing: number;
}

/** Statistics while they are counted. */
export type ProcessorCounts = { -readonly [Name in keyof ProcessorStats]: ProcessorStats[Name] };

/** Statistics of a processor that has done nothing. */
export function noCounts(): ProcessorCounts {
  return {
    received: 0,
    handled: 0,
    skipped: 0,
    abandoned: 0,
    deadLettered: 0,
    malformed: 0,
    unknownTypes: 0,
    unsettled: 0,
    rebuilds: 0,
    missing: 0,
  };
}
