/** What is known of all monitored VMs, as one that fails sees them. It is counted in. Plain data. */
export interface FleetView {
  /** VMs that are monitored. */
  readonly monitored: number;
  /** Those of them that were last checked since this VM's failures began, where that could tell, or they failed before. */
  readonly checked: number;
  /** Those of the checked that fail. */
  readonly failing: number;
  /** The most of them whose failures began within one correlated window. */
  readonly together: number;
  /** VMs that are being healed: since their heal they have neither got well nor used up their grace. */
  readonly healing: number;
}
