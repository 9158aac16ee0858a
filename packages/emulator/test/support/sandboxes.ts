import { realComponent } from "@azlin/testing";
import type { GuestOptions } from "../../src/index.ts";

/** A place where commands of guests run. */
export type SandboxKind = NonNullable<GuestOptions["sandbox"]>;

/** The kinds of sandbox that this machine can have. */
export const SANDBOXES: readonly SandboxKind[] =
  realComponent("bwrap") !== undefined ? ["bubblewrap", "scripted"] : ["scripted"];
