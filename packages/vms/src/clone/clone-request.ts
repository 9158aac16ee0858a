import { ValidationError } from "@azlin/core";

/** What `clone` is asked for. */
export interface CloneRequest {
  /** Resource id of the VM to copy. */
  readonly sourceId: string;
  /** 1 to 50. Default 1. */
  readonly replicas?: number;
  /** Session name of a single clone, `prefix-1`, `prefix-2`, … of several. Default: none. */
  readonly sessionPrefix?: string;
  /** Default: the source's. */
  readonly size?: string;
  /** Default: the source's. */
  readonly location?: string;
  /** Default: the source's. */
  readonly resourceGroup?: string;
  readonly owner?: string;
  readonly created: Date;
}

/** Most clones of one request: so many disks are made of one snapshot at once. */
export const MAX_REPLICAS = 50;

/**
 * Number of clones of a request.
 *
 * @throws ValidationError (`INVALID_REPLICAS`).
 */
export function replicasOf({ replicas = 1 }: CloneRequest): number {
  if (Number.isInteger(replicas) && replicas >= 1 && replicas <= MAX_REPLICAS) return replicas;
  throw new ValidationError("INVALID_REPLICAS", `A VM can be cloned 1 to ${MAX_REPLICAS} times, not ${replicas}.`, {
    hint: "Give --num-replicas a number in that range.",
  });
}
