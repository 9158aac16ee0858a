import type { ImageRules } from "../image/check-image.ts";
import type { SizePreset } from "../size/container-size.ts";
import type { WorkloadProfile } from "../size/workload-profiles.ts";

/** What may be deployed, and where. */
export interface ContainerRules extends ImageRules {
  /** Whether the environment has to be inside a network of ours, with no public address. Default: true. */
  readonly requireVnet?: boolean;
  /** The subnet that the environment has to be in. Default: any. */
  readonly subnetId?: string;
  /** Sizes: what a container gets, and its minimum. Default: `default`. */
  readonly preset?: SizePreset;
  /** What Azure's workload profiles hold. Default: {@link WORKLOAD_PROFILES}. */
  readonly profiles?: readonly WorkloadProfile[];
}
