import { ValidationError } from "@azlin/core";

/** CPU and memory of one replica. */
export interface ContainerSize {
  readonly cpuCores: number;
  /** GiB. */
  readonly memoryGib: number;
}

/** What a container gets unless it asks for something else. */
export const DEFAULT_SIZE: ContainerSize = { cpuCores: 2, memoryGib: 4 };

/** Sets of rules about sizes: what a container gets, and what it must have at least. */
export const SIZE_PRESETS = {
  /** 2 cores and 4 GiB, which Consumption holds; no minimum. */
  default: { size: DEFAULT_SIZE, minimum: undefined },
  /** At least 2 cores and 64 GiB, which takes a dedicated profile of type E16. */
  "seed-strict": { size: { cpuCores: 2, memoryGib: 64 }, minimum: { cpuCores: 2, memoryGib: 64 } },
} as const;

/** Name of one of {@link SIZE_PRESETS}. */
export type SizePreset = keyof typeof SIZE_PRESETS;

/**
 * Checks that a size is one, and no smaller than a minimum.
 *
 * @throws ValidationError (`INVALID_SIZE`, `SIZE_TOO_SMALL`).
 */
export function checkSize(size: ContainerSize, minimum?: ContainerSize): void {
  const { cpuCores, memoryGib } = size;
  if (!isAmount(cpuCores) || !isAmount(memoryGib)) {
    throw new ValidationError("INVALID_SIZE", `A container cannot have ${cpuCores} cores and ${memoryGib} GiB.`, {
      hint: "Give positive numbers with at most two decimals.",
      details: { size },
    });
  }
  if (minimum === undefined || (cpuCores >= minimum.cpuCores && memoryGib >= minimum.memoryGib)) return;
  throw new ValidationError(
    "SIZE_TOO_SMALL",
    `A container must have at least ${sizeInWords(minimum)}, not ${sizeInWords(size)}.`,
    { hint: "Ask for more, or take another preset than 'seed-strict'.", details: { size, minimum } },
  );
}

/** `2 cores and 4 GiB`. */
export function sizeInWords({ cpuCores, memoryGib }: ContainerSize): string {
  return `${cpuCores} ${cpuCores === 1 ? "core" : "cores"} and ${memoryGib} GiB`;
}

/** Azure takes two decimals. */
function isAmount(value: number): boolean {
  return Number.isFinite(value) && value > 0 && Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;
}
