import type { GuestOptions } from "../../src/index.ts";
import { isOnMachine } from "./on-machine.ts";

/** A place where commands of guests run. */
export type SandboxKind = NonNullable<GuestOptions["sandbox"]>;

/** The kinds of sandbox that this machine can have. */
export const SANDBOXES: readonly SandboxKind[] = (await isOnMachine("bwrap"))
  ? ["bubblewrap", "scripted"]
  : ["scripted"];
