/** What went wrong in a soak, by the numbers of its events. */
export interface SoakFindings {
  /** Neither done nor, being poison, expected to be. */
  readonly lost: readonly number[];
  /** Done more than once. */
  readonly doubled: readonly number[];
  /** Done after a later one of their run. */
  readonly disordered: readonly number[];
  /** Poison that was done. */
  readonly poisonDone: readonly number[];
  /** Poison that is not among the dead letters. */
  readonly poisonLost: readonly number[];
  /** Dead letters without a reason. */
  readonly unreasoned: readonly number[];
  /** Dead letters that are no poison. */
  readonly wronged: readonly number[];
}

/** Every so many events one is poison: no handler can do it. */
export declare const POISON_EVERY: number;

/** The n-th event of a soak, of one of so many runs. */
export declare function soakEvent(
  n: number,
  options: { readonly runs: number; readonly message?: string },
): {
  readonly event_type: "operation";
  readonly event_id: string;
  readonly scenario_name: string;
  readonly run_id: string;
  readonly timestamp: string;
  readonly message: string;
  readonly details: { readonly n: number; readonly isPoison: boolean };
};

/** Whether the n-th event of a soak is poison. */
export declare function isPoison(n: number): boolean;

/** What went wrong in a soak of the first `published` events; all its lists are empty when nothing did. */
export declare function judgeSoak(
  soak: { readonly published: number },
  found: {
    /** What handlers have done, in the order in which it happened. */
    readonly effects: Iterable<{ readonly n: number; readonly run: string }>;
    /** One that was doubled on its way is there twice. */
    readonly deadLetters: Iterable<{ readonly n: number; readonly reason: string | undefined }>;
  },
): SoakFindings;
