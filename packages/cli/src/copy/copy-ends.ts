import { ValidationError } from "@azlin/core";
import { parseEndpoint, type Endpoint } from "@azlin/ssh";

/** The ends of a copy, as typed. */
export interface CopyEnds {
  readonly sources: readonly Endpoint[];
  readonly destination: Endpoint;
}

/**
 * Reads the paths of a copy; the last one is where it goes.
 *
 * @throws ValidationError (`COPY_INCOMPLETE`, `INVALID_ENDPOINT`).
 */
export function copyEnds(paths: readonly string[]): CopyEnds {
  const endpoints = paths.map(parseEndpoint);
  const destination = endpoints.at(-1);
  if (destination !== undefined && endpoints.length > 1) return { sources: endpoints.slice(0, -1), destination };
  throw new ValidationError("COPY_INCOMPLETE", "A copy has a source and a destination.", {
    hint: "azlin cp SOURCE... DESTINATION, each of them PATH or VM:PATH",
  });
}

/** The names of the VMs that take part, each once. */
export function vmsOf({ sources, destination }: CopyEnds): string[] {
  return [...new Set([...sources, destination].flatMap((end) => (end.kind === "remote" ? [end.vm] : [])))];
}
