import { ConflictError, resourceNameOf } from "@azlin/core";

/** Thrown when a session name belongs to another VM, or another writer won the race for it. Nothing of ours is left. */
export class TagConflictError extends ConflictError {
  override readonly name: string = "TagConflictError";
  readonly session: string;
  /** Resource id of the VM that has the name. */
  readonly ownerId: string;

  constructor(session: string, ownerId: string) {
    const owner = resourceNameOf(ownerId);
    super("TAG_CONFLICT", `Session name '${session}' already in use by VM '${owner}'.`, {
      hint: "Choose a different session name or delete the existing one.",
      details: { session, vm: owner, vmId: ownerId },
    });
    this.session = session;
    this.ownerId = ownerId;
  }
}
