import { ConflictError, NotFoundError, resourceNameOf, sameResource, type Clock, type AbortOptions } from "@azlin/core";
import { TagConflictError } from "./errors.ts";
import { abandonedClaims, decideClaim, formatClaim, type Contender } from "./session-claim.ts";
import { MANAGED_BY, readTag, sessionOf, TAG_KEYS, type Tags } from "./tag-schema.ts";
import type { TagsApi } from "./tags-api.ts";

/** Milliseconds between looks at a contender that has not decided yet. */
const WAIT_MS = 250;

/** What {@link claimSession} works with. */
export interface ClaimContext {
  readonly api: TagsApi;
  readonly clock: Clock;
  /** Subscriptions in which the name must be unique. */
  readonly subscriptionIds: readonly string[];
}

/** The name that is claimed, and for which VM. */
export interface ClaimRequest {
  readonly vmId: string;
  readonly session: string;
}

/**
 * Gives a VM a session name that no other VM may have. Four requests when nobody else wants it: look who has it,
 * write the name with a claim, look again, take the claim away. A loser's VM gets back the name it had.
 *
 * @returns all tags of the VM.
 * @throws TagConflictError when another VM has the name or won the race for it; NotFoundError (`VM_NOT_FOUND`);
 * ConflictError (`SESSION_SUPERSEDED`) when another writer gave this VM another name at the same moment.
 */
export async function claimSession(
  context: ClaimContext,
  { vmId, session }: ClaimRequest,
  options: AbortOptions,
): Promise<Tags> {
  const present = await findContenders(context, session, options);
  const holder = present.find(({ id, tags }) => !sameResource(id, vmId) && !isClaimed(tags));
  if (holder !== undefined) throw new TagConflictError(session, holder.id);
  const own = present.find(({ id }) => sameResource(id, vmId));
  if (own !== undefined && !isClaimed(own.tags)) return own.tags;
  const previous = sessionOf(await requireTags(context, vmId, options));
  const claim = formatClaim({ claimedAt: context.clock.now(), previous });
  const tags = { [TAG_KEYS.managedBy]: MANAGED_BY, [TAG_KEYS.session]: session, [TAG_KEYS.claim]: claim };
  await context.api.merge(vmId, tags, options);
  return settleClaim(context, { vmId, session, claim, previous }, options);
}

interface OpenClaim extends ClaimRequest {
  readonly claim: string;
  readonly previous: string | undefined;
}

async function settleClaim(context: ClaimContext, open: OpenClaim, options: AbortOptions): Promise<Tags> {
  const { vmId, session, claim } = open;
  for (;;) {
    const contenders = await findContenders(context, session, options);
    const decision = decideClaim(vmId, contenders, { session, nowMs: context.clock.now() });
    if (decision.next === "confirm") {
      await clearAbandoned(context, open, contenders);
      const tags = await context.api.remove(vmId, { [TAG_KEYS.claim]: claim }, options);
      if (sessionOf(tags) === session) return tags;
      throw superseded(open, sessionOf(tags));
    }
    if (decision.next === "superseded") throw superseded(open, undefined);
    if (decision.next === "withdraw") {
      await withdraw(context, open);
      throw new TagConflictError(session, decision.winnerId);
    }
    await context.clock.delay(WAIT_MS, { signal: options.signal });
  }
}

/** Takes the name from VMs whose writers died while they claimed it: it must not stand on two VMs. */
async function clearAbandoned(
  { api, clock }: ClaimContext,
  { vmId, session }: OpenClaim,
  contenders: readonly Contender[],
): Promise<void> {
  for (const { id, tags } of abandonedClaims(vmId, contenders, clock.now())) {
    await api.remove(id, { [TAG_KEYS.session]: session, [TAG_KEYS.claim]: readTag(tags, TAG_KEYS.claim) ?? "" });
  }
}

/** Takes our name and claim back; not abortable, so that nothing of ours is left behind. */
async function withdraw({ api }: ClaimContext, { vmId, session, claim, previous }: OpenClaim): Promise<void> {
  const left = await api.remove(vmId, { [TAG_KEYS.session]: session, [TAG_KEYS.claim]: claim });
  if (previous !== undefined && previous !== session && sessionOf(left) === undefined) {
    await api.merge(vmId, { [TAG_KEYS.session]: previous });
  }
}

/** VMs that carry the session name now, read from Resource Manager: an index may not show them yet. */
export async function findContenders(
  { api, subscriptionIds }: ClaimContext,
  session: string,
  options: AbortOptions,
): Promise<Contender[]> {
  const found: Contender[] = [];
  for (const subscriptionId of subscriptionIds) {
    for await (const resource of api.findByTag(subscriptionId, { name: TAG_KEYS.session, value: session }, options)) {
      if (sessionOf(resource.tags) === session) found.push(resource);
    }
  }
  return found;
}

function isClaimed(tags: Tags): boolean {
  return readTag(tags, TAG_KEYS.claim) !== undefined;
}

async function requireTags({ api }: ClaimContext, vmId: string, options: AbortOptions): Promise<Tags> {
  const tags = await api.read(vmId, options);
  if (tags === undefined) throw vmNotFound(vmId);
  return tags;
}

/** The error for a VM that is not there. */
export function vmNotFound(vmId: string): NotFoundError {
  return new NotFoundError("VM_NOT_FOUND", `VM '${resourceNameOf(vmId)}' not found.`, {
    hint: "'azlin list' shows the VMs that exist.",
    details: { vmId },
  });
}

function superseded({ vmId, session }: OpenClaim, now: string | undefined): ConflictError {
  const what = now === undefined ? "another session name" : `the session name '${now}'`;
  return new ConflictError(
    "SESSION_SUPERSEDED",
    `VM '${resourceNameOf(vmId)}' was given ${what} by another writer while it was being named '${session}'.`,
    { hint: "Set the name again if it is still wanted.", details: { vmId, session } },
  );
}
