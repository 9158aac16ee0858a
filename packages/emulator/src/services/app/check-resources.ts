import { objectAt, objectsAt, textAt, type JsonObject } from "../../json/json.ts";
import { appRefusal } from "./app-error.ts";
import type { ProfileSize } from "./workload-profiles.ts";

const MEMORY = /^(\d+(?:\.\d{1,2})?)Gi$/;
const DEFAULT = { cpu: 0.5, memory: "1Gi" };
const STEP = 0.25;
const GIB_PER_CORE = 2;

/**
 * Fills in the size of each container and checks what they add up to: on Consumption one of the fixed pairs of CPU and
 * memory, elsewhere no more than a node of the profile has.
 *
 * @throws ArmError (`ContainerAppInvalidResourceTotal`, `InvalidParameterValueInContainerTemplate`).
 */
export function checkResources(template: JsonObject, size: ProfileSize): void {
  const totals = objectsAt(template, "containers").map((container) => {
    const resources = { ...DEFAULT, ...objectAt(container, "resources") };
    container["resources"] = { ...resources, ephemeralStorage: storageOf(resources.cpu) };
    return { cpu: coresOf(container, resources.cpu), memoryGib: memoryOf(container, resources.memory) };
  });
  const cpu = totals.reduce((sum, one) => sum + one.cpu, 0);
  const memoryGib = totals.reduce((sum, one) => sum + one.memoryGib, 0);
  if (!(size.isConsumption ? isPair(cpu, memoryGib, size) : isWithin(cpu, memoryGib, size))) {
    throw invalidTotal(cpu, memoryGib, size);
  }
}

function coresOf(container: JsonObject, cpu: unknown): number {
  if (typeof cpu === "number" && cpu > 0 && Math.abs(cpu * 100 - Math.round(cpu * 100)) < 1e-6) return cpu;
  throw invalid(
    container,
    `an invalid CPU resource request: '${String(cpu)}'. It must be a decimal with at most 2 places`,
  );
}

function memoryOf(container: JsonObject, memory: unknown): number {
  const gib = MEMORY.exec(String(memory))?.[1];
  if (gib !== undefined) return Number(gib);
  throw invalid(container, `an invalid memory resource request: '${String(memory)}'. Example: '1.25Gi' or '2Gi'`);
}

function isPair(cpu: number, memoryGib: number, { cores }: ProfileSize): boolean {
  return cpu > 0 && cpu <= cores && cpu % STEP === 0 && Math.abs(memoryGib - cpu * GIB_PER_CORE) < 1e-6;
}

function isWithin(cpu: number, memoryGib: number, size: ProfileSize): boolean {
  return cpu <= size.cores && memoryGib <= size.memoryGib;
}

function storageOf(cpu: unknown): string {
  if (typeof cpu !== "number" || cpu > 1) return "8Gi";
  return cpu > 0.5 ? "4Gi" : cpu > 0.25 ? "2Gi" : "1Gi";
}

function invalid(container: JsonObject, what: string): Error {
  const name = textAt(container, "name") ?? "";
  return appRefusal("InvalidParameterValueInContainerTemplate", `Container with name '${name}' has ${what}.`);
}

function invalidTotal(cpu: number, memoryGib: number, size: ProfileSize): Error {
  const pairs = Array.from({ length: size.cores / STEP }, (_, index) => (index + 1) * STEP);
  const allowed = size.isConsumption
    ? `must add up to one of the following CPU - Memory combinations: ${pairs
        .map((pair) => `[cpu: ${pair}, memory: ${pair * GIB_PER_CORE}Gi]`)
        .join("; ")}`
    : `must not exceed that of the workload profile: [cpu: ${size.cores}, memory: ${size.memoryGib}Gi]`;
  return appRefusal(
    "ContainerAppInvalidResourceTotal",
    `The total requested CPU and memory resources for this application (CPU: ${cpu}, memory: ${memoryGib}) is invalid. ` +
      `Total CPU and memory for all containers defined in a Container App ${allowed}`,
  );
}
