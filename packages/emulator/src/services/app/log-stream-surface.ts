import { json, type Surface } from "../../http/surface.ts";
import { objectsAt, textAt, type JsonObject } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";

const HOST = /\.azurecontainerapps\.dev$/i;
const PATH =
  /^\/+subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/(jobs|containerApps)\/([^/]+)\/(executions|revisions)\/([^/]+)\/replicas\/[^/]+\/containers\/[^/]+\/logstream$/i;
const MOST_LINES = 300;

/**
 * Log streams of container apps and jobs. An answer holds what has been written until now and then ends, also with
 * `follow=true`: Azure ends streams after a while, and who follows one asks again.
 */
export function logStreamSurface(world: World): Surface {
  return {
    name: "container-logs",
    serves: (url) => HOST.test(url.hostname),
    handle: async (request, url) => {
      const [, subscription, group, type, name, childType, child] = PATH.exec(url.pathname) ?? [];
      const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.App/${type}/${name}`;
      const owner = world.store.get(id);
      const source = world.store.get(`${id}/${childType}/${child}`);
      if (owner === undefined || source === undefined) return json(404, { error: "Replica not found." });
      if (!isAllowed(world, owner, request)) return json(401, { error: "The token is missing, wrong or too old." });
      return new Response(linesOf(world, source, url), { headers: { "content-type": "text/plain; charset=utf-8" } });
    },
  };
}

function isAllowed(world: World, { internals }: StoredResource, request: Request): boolean {
  const token = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  const isKnown = token !== undefined && token === textAt(internals, "logToken");
  return isKnown && Number(internals["logTokenExpires"]) > world.clock.now();
}

function linesOf(world: World, { body, internals }: StoredResource, url: URL): string {
  const startedAt = Number(internals["startedAt"] ?? 0);
  const endTime = textAt(body.properties, "endTime");
  const until = Math.min(world.clock.now(), endTime === undefined ? Infinity : Date.parse(endTime));
  const written = objectsAt(internals, "lines").filter(({ atMs }) => startedAt + Number(atMs) <= until);
  const asked = Number(url.searchParams.get("tailLines") ?? MOST_LINES);
  const tail = asked === 0 ? [] : written.slice(-Math.min(asked, MOST_LINES));
  const isJson = url.searchParams.get("output") === "json";
  return tail.map((line) => `${inWords(line, startedAt, isJson)}\n`).join("");
}

function inWords(line: JsonObject, startedAt: number, isJson: boolean): string {
  const time = new Date(startedAt + Number(line["atMs"])).toISOString();
  const text = textAt(line, "text") ?? "";
  return isJson ? JSON.stringify({ TimeStamp: time, Log: text }) : `${time} ${text}`;
}
