/** How large a world is, and how it resists. */
export const SCALE = {
  vms: 1_000,
  groups: 20,
  networksPerGroup: 2,
  securityGroupsPerGroup: 4,
  /** Groups at the end of the row that hold nothing but the run's own, and no locks. */
  ownGroups: 5,
  /** Groups before these that hold something of others, and no locks. */
  unlockedGroups: 3,
  /** Of all of the run's resources. */
  lockedShare: 0.02,
  /** Of the interfaces: how many use something in another group. */
  elsewhere: { securityGroup: 0.25, subnet: 0.1, shared: 0.05 },
};

/** The run whose resources are to go, and one that goes on. */
export const RUN_ID = "7c1f6a52-0000-4000-8000-000000000042";
export const OTHER_RUN_ID = "7c1f6a52-0000-4000-8000-000000000043";

/** The share of requests that are throttled, and for how long they are told to wait. */
export const THROTTLED = { share: 0.05, retryAfterSeconds: 5 };

/** What every request takes: assumed, as recordings have whole seconds. */
export const REQUEST_MS = 100;
