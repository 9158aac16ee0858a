import { resourceKey } from "@azlin/core";
import { readTag, sessionOf, TAG_KEYS, type Tags } from "./tag-schema.ts";

/** Milliseconds after which a claim that nobody settled counts as abandoned: its writer died. */
export const CLAIM_LIFETIME_MS = 60_000;

/** A VM that carries the session name that is being claimed. */
export interface Contender {
  readonly id: string;
  readonly tags: Tags;
}

/** What a claimant does next; see {@link decideClaim}. */
export type ClaimDecision =
  | { readonly next: "confirm" }
  | { readonly next: "wait" }
  | { readonly next: "withdraw"; readonly winnerId: string }
  | { readonly next: "superseded" };

/** A claim as its tag holds it: when it was made, and which session the VM had before. */
export interface Claim {
  readonly claimedAt: number;
  readonly previous: string | undefined;
}

/** Value of the claim tag. */
export function formatClaim({ claimedAt, previous }: Claim): string {
  return `${new Date(claimedAt).toISOString()} ${previous ?? ""}`.trimEnd();
}

/** Reads a claim tag; `undefined` for what is none. */
export function parseClaim(value: string | undefined): Claim | undefined {
  if (value === undefined) return undefined;
  const [time = "", previous] = value.split(" ");
  const claimedAt = Date.parse(time);
  return Number.isNaN(claimedAt) ? undefined : { claimedAt, previous };
}

/**
 * Who gets a session name that several writers want at the same moment. Each has written the name together with a
 * claim and then read all VMs that carry the name; each decides by this rule, and all come to the same result:
 *
 * - a VM that carries the name without a claim has it: everyone else withdraws;
 * - among claims under way the lowest resource id wins: the others withdraw, and the lowest waits for them to do so,
 *   because one of them may have read before it wrote, seen nobody, and be about to confirm;
 * - a claim older than {@link CLAIM_LIFETIME_MS} belongs to a writer that died, and does not count.
 */
export function decideClaim(
  ownId: string,
  contenders: readonly Contender[],
  facts: { readonly session: string; readonly nowMs: number },
): ClaimDecision {
  const own = resourceKey(ownId);
  const holding = contenders.filter(({ tags }) => sessionOf(tags) === facts.session);
  if (!holding.some(({ id }) => resourceKey(id) === own)) return { next: "superseded" };
  const others = holding.filter(({ id, tags }) => resourceKey(id) !== own && !isAbandoned(tags, facts.nowMs));
  const holder = others.find(({ tags }) => readTag(tags, TAG_KEYS.claim) === undefined);
  if (holder !== undefined) return { next: "withdraw", winnerId: holder.id };
  const lower = others.find(({ id }) => resourceKey(id) < own);
  if (lower !== undefined) return { next: "withdraw", winnerId: lower.id };
  return { next: others.length === 0 ? "confirm" : "wait" };
}

/** Contenders whose writers died before they settled their claim; whoever wins the name takes theirs away. */
export function abandonedClaims(ownId: string, contenders: readonly Contender[], nowMs: number): readonly Contender[] {
  const own = resourceKey(ownId);
  return contenders.filter(({ id, tags }) => resourceKey(id) !== own && isAbandoned(tags, nowMs));
}

function isAbandoned(tags: Tags, nowMs: number): boolean {
  const claim = parseClaim(readTag(tags, TAG_KEYS.claim));
  return claim !== undefined && nowMs - claim.claimedAt > CLAIM_LIFETIME_MS;
}
