import { ARM_LIMITS } from "./arm-limits.ts";
import { COMPUTE_LIMITS } from "./compute-limits.ts";
import { PROVIDER_LIMITS } from "./provider-limits.ts";
import type { ThrottleRule } from "./throttle-rule.ts";

/** Azure's published limits that count single requests; Resource Graph counts its queries itself. */
export const THROTTLE_RULES: readonly ThrottleRule[] = [...ARM_LIMITS, ...COMPUTE_LIMITS, ...PROVIDER_LIMITS];
