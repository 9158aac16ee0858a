import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import type { World } from "../../world/world.ts";
import { compileQuery } from "./kql/compile-query.ts";
import { KqlError } from "./kql/kql-error.ts";
import { parseQuery } from "./kql/syntax/parse-query.ts";
import { invalidQuery, noValidSubscriptions, queryRefused } from "./query-error.ts";
import { readQueryRequest, type QueryRequest } from "./query-request.ts";
import { QueryResults, runPlan, type QueryResult } from "./query-results.ts";
import { canSeeSubscription, type QueryScope } from "./query-scope.ts";
import { resultData } from "./result-body.ts";
import { graphTable } from "./tables/tables.ts";
import { UserQuota } from "./user-quota.ts";

/** What Resource Graph remembers of a world between requests. */
interface Memory {
  readonly results: QueryResults;
  readonly quota: UserQuota;
}

const memories = new WeakMap<World, Memory>();

/** `POST /providers/Microsoft.ResourceGraph/resources`: one page of what a query finds. */
export async function answerQuery(request: ArmRequest, world: World): Promise<ArmResponse> {
  const { results, quota } = memoryOf(world);
  const headers = quota.count(world, request.principal);
  const asked = readQueryRequest(request, world);
  const scope = scopeOf(asked, request, world);
  const page = await findPage({ asked, scope, world, results });
  return { status: 200, headers, body: pageBody(page, asked, results) };
}

function memoryOf(world: World): Memory {
  const found = memories.get(world);
  if (found !== undefined) return found;
  const memory: Memory = { results: new QueryResults(), quota: new UserQuota() };
  memories.set(world, memory);
  return memory;
}

/** Subscriptions that show the principal nothing are left out in silence, as Azure does; one has to be left. */
function scopeOf({ subscriptions }: QueryRequest, { principal }: ArmRequest, world: World): QueryScope {
  if (subscriptions === undefined) return { principal };
  const { profile, subscriptions: existing } = world.settings;
  const known = new Set(existing.map(({ subscriptionId }) => subscriptionId.toLowerCase()));
  const eligible = subscriptions.filter(
    (id) => (profile === "replay" || known.has(id.toLowerCase())) && canSeeSubscription(world, principal, id),
  );
  if (eligible.length === 0) throw noValidSubscriptions(world, subscriptions);
  return { principal, subscriptionIds: new Set(eligible.map((id) => id.toLowerCase())) };
}

interface Search {
  readonly asked: QueryRequest;
  readonly scope: QueryScope;
  readonly world: World;
  readonly results: QueryResults;
}

interface Page {
  readonly id: string;
  readonly result: QueryResult;
  readonly start: number;
}

async function findPage(search: Search): Promise<Page> {
  const { asked, scope, world, results } = search;
  const question = JSON.stringify([scope.principal.objectId, [...(scope.subscriptionIds ?? [])], asked.query]);
  const resumed = resumeAt(search, question);
  const result = resumed?.result ?? (await runQuery(search));
  const page = { id: resumed?.id ?? world.ids.guid(), result, start: resumed?.row ?? asked.skip };
  if (page.start + asked.top < result.rows.length) results.remember(page.id, question, result);
  return page;
}

function resumeAt(
  { asked: { skipToken }, world, results }: Search,
  question: string,
): ReturnType<QueryResults["find"]> {
  if (skipToken === undefined) return undefined;
  const found = results.find(skipToken, question);
  if (found !== undefined) return found;
  throw queryRefused(world, [{ code: "InvalidSkipToken", message: "The skip token is invalid." }]);
}

async function runQuery({ asked, scope, world }: Search): Promise<QueryResult> {
  try {
    const table = (name: string): ReturnType<typeof graphTable> => graphTable(name, world, scope);
    return runPlan(compileQuery(await parseQuery(asked.query), { nowMs: world.clock.now(), table }));
  } catch (error) {
    throw error instanceof KqlError ? invalidQuery(world, error) : error;
  }
}

function pageBody({ id, result, start }: Page, { top, resultFormat }: QueryRequest, results: QueryResults): unknown {
  const { columns, rows, isLimited } = result;
  const page = rows.slice(start, start + top);
  const next = start + page.length;
  const hasMore = next < rows.length;
  // Azure can only go on when it can tell the rows apart and the query itself has not cut them off.
  const hasToken = hasMore && !isLimited && columns.includes("id");
  return {
    totalRecords: rows.length,
    count: page.length,
    data: resultData(columns, page, resultFormat),
    facets: [],
    resultTruncated: String(hasMore && !hasToken),
    ...(hasToken && { $skipToken: results.tokenFor(id, next) }),
  };
}
