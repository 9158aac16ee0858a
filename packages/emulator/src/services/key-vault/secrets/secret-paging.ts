import type { JsonObject } from "../../../json/json.ts";
import type { SecretRequest, SecretResponse } from "./secret-request.ts";
import { badParameter } from "./vault-errors.ts";

/** Most elements of one page; also how many a page has when nothing is asked. */
const PAGE_SIZE = 25;

/** An element of a list with its place in it. */
export interface PagedItem {
  readonly position: number;
  readonly body: JsonObject;
}

/**
 * One page of a list, after the position that its token tells.
 *
 * @throws VaultError (`BadParameter`) for more than 25 elements a page, or a token that is none of ours.
 */
export function pageOf(request: SecretRequest, items: readonly PagedItem[]): SecretResponse {
  const size = Number(request.query.get("maxresults") ?? PAGE_SIZE);
  if (!Number.isInteger(size) || size < 1 || size > PAGE_SIZE) {
    throw badParameter(`The maxresults parameter is invalid: it has to be between 1 and ${PAGE_SIZE}.`);
  }
  const after = readToken(request.query.get("$skiptoken"));
  const rest = items.filter(({ position }) => position > after);
  const page = rest.slice(0, size);
  const last = page.at(-1)?.position;
  const nextLink = rest.length > page.length && last !== undefined ? linkAfter(request, last) : null;
  return { status: 200, body: { value: page.map(({ body }) => body), nextLink } };
}

function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const position = Number(Buffer.from(token, "base64url").toString("utf8"));
  if (Number.isSafeInteger(position)) return position;
  throw badParameter("The skiptoken is invalid.");
}

function linkAfter({ origin, path, query }: SecretRequest, last: number): string {
  const next = new URLSearchParams([...query].filter(([name]) => name !== "$skiptoken"));
  next.set("$skiptoken", Buffer.from(String(last)).toString("base64url"));
  return `${origin}/${path}?${next.toString()}`;
}
