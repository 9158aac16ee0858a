import { ValidationError } from "@azlin/core";
import type { ContainerAppProbe } from "@azure/arm-appcontainers";

/** How Azure sees whether an app lives, is ready, or has started. */
export interface ContainerProbe {
  readonly kind: "liveness" | "readiness" | "startup";
  readonly port: number;
  /** What to get by HTTP. Default: none, a connection is enough. */
  readonly path?: string;
  /** Default: 10. */
  readonly periodSeconds?: number;
  /** Default: 0. */
  readonly initialDelaySeconds?: number;
  /** Failures in a row that count. Default: 3. */
  readonly failureThreshold?: number;
}

const TYPES = { liveness: "Liveness", readiness: "Readiness", startup: "Startup" } as const;
const LIMITS: readonly (readonly [member: keyof ContainerProbe, least: number, most: number])[] = [
  ["port", 1, 65_535],
  ["periodSeconds", 1, 240],
  ["initialDelaySeconds", 0, 60],
  ["failureThreshold", 1, 10],
];

/** Checks probes. @throws ValidationError (`INVALID_PROBE`). */
export function checkProbes(probes: readonly ContainerProbe[]): void {
  const kinds = new Set(probes.map(({ kind }) => kind));
  if (kinds.size < probes.length) throw invalidProbe("There are two probes of one kind.", "Keep one of each kind.");
  for (const probe of probes) {
    for (const [member, least, most] of LIMITS) {
      const value = probe[member] ?? least;
      if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) continue;
      throw invalidProbe(
        `The ${probe.kind} probe cannot have ${member} ${value}.`,
        `Azure takes whole numbers from ${least} to ${most}.`,
      );
    }
    if (probe.path !== undefined && !probe.path.startsWith("/")) {
      throw invalidProbe(`The ${probe.kind} probe cannot get '${probe.path}'.`, "Begin the path with a slash.");
    }
  }
}

/** A probe as Azure takes it. */
export function toAzureProbe(probe: ContainerProbe): ContainerAppProbe {
  const { kind, port, path, periodSeconds = 10, initialDelaySeconds = 0, failureThreshold = 3 } = probe;
  const target = path === undefined ? { tcpSocket: { port } } : { httpGet: { port, path } };
  return { type: TYPES[kind], ...target, periodSeconds, initialDelaySeconds, failureThreshold };
}

function invalidProbe(message: string, hint: string): ValidationError {
  return new ValidationError("INVALID_PROBE", message, { hint });
}
