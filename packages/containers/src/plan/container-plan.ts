import type { EnvironmentProfile } from "../facts/container-facts.ts";
import type { ContainerSize } from "../size/container-size.ts";
import type { ContainerDocument } from "./container-document.ts";

/** One thing that applying a plan does. */
export interface ContainerStep {
  readonly action: string;
  /** Id of the resource. */
  readonly target: string;
  readonly reason: string;
}

/** How a container will be deployed: plain data, to be printed or applied. */
export interface ContainerPlan {
  readonly id: string;
  readonly name: string;
  readonly kind: "job" | "app";
  readonly environmentId: string;
  readonly workloadProfile: EnvironmentProfile;
  readonly size: ContainerSize;
  /** The image, by its digest when it has one. */
  readonly image: string;
  /** What is sent to Azure. It holds no secret. */
  readonly document: ContainerDocument;
  /** What could not be checked. */
  readonly warnings: readonly string[];
  readonly steps: readonly ContainerStep[];
}
