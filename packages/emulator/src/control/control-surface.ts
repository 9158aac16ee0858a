import { isAzlinError } from "@azlin/core";
import { z } from "zod";
import { THROTTLE_NAMES } from "../arm/throttling/throttle-rule.ts";
import type { Emulator } from "../emulator.ts";
import { json, type Surface } from "../http/surface.ts";
import type { Seed } from "../world/seed.ts";
import type { WorldState } from "../world/world-state.ts";
import { actOfNature } from "./nature.ts";

const VERSION = 1;

type ControlHandler = (call: ControlCall) => Response | Promise<Response>;

interface ControlCall {
  readonly emulator: Emulator;
  readonly url: URL;
  /** What follows the route in the path. */
  readonly rest: string;
  readonly body: unknown;
}

const resetSchema = z.object({ profile: z.enum(["default", "replay", "realistic"]).optional() });
const clockSchema = z.object({
  mode: z.enum(["real", "virtual"]).optional(),
  advanceMs: z.number().nonnegative().optional(),
  rate: z.number().nonnegative().optional(),
});
const latencySchema = z.object({ profile: z.enum(["instant", "recorded"]), scale: z.number().positive().default(1) });
const limitSchema = z.object({ capacity: z.number().positive(), tokensPerSecond: z.number().positive() });
const throttlingSchema = z.object({
  enabled: z.boolean(),
  limits: z.partialRecord(z.enum(THROTTLE_NAMES), limitSchema).default({}),
});
const lag = z.number().nonnegative().optional();
const consistencySchema = z.object({
  resourceGraphLagMs: lag,
  resourceListLagMs: lag,
  directoryReplicationMs: lag,
  directoryReplication: z.enum(["fixed", "recorded"]).optional(),
  rbacPropagationMs: lag,
});

const ROUTES: Readonly<Record<string, ControlHandler>> = {
  "GET ": ({ emulator }) => json(200, summary(emulator)),
  "POST reset": ({ emulator, body }) => {
    emulator.reset(resetSchema.parse(body ?? {}).profile);
    const { tenantId, subscriptions } = emulator.world.settings;
    return json(200, { tenantId, subscriptionId: subscriptions[0]?.subscriptionId });
  },
  "PUT seed": ({ emulator, body }) => {
    emulator.seed(body as Seed);
    return json(200, { resources: emulator.world.store.size });
  },
  "DELETE principals": ({ emulator, rest }) => {
    if (emulator.world.directory.remove(rest)) return json(200, { removed: rest });
    return refusal(404, "PRINCIPAL_NOT_FOUND", `There is no principal '${rest}'.`);
  },
  "GET state": ({ emulator }) => json(200, emulator.snapshot()),
  "PUT state": ({ emulator, body }) => {
    emulator.restore(body as WorldState);
    return json(200, summary(emulator));
  },
  "GET clock": ({ emulator }) => json(200, clockState(emulator)),
  "POST clock": ({ emulator, body }) => {
    emulator.clock.change(withoutUndefined(clockSchema.parse(body ?? {})));
    emulator.world.operations.settle();
    return json(200, clockState(emulator));
  },
  "GET faults": ({ emulator }) => json(200, emulator.faults.list()),
  "PUT faults": ({ emulator, rest, body }) => {
    emulator.faults.set(rest, body);
    return json(200, emulator.faults.list());
  },
  "DELETE faults": ({ emulator, rest }) => {
    if (rest === "") emulator.faults.clear();
    else emulator.faults.remove(rest);
    return json(200, emulator.faults.list());
  },
  "PUT latency": ({ emulator, body }) => {
    emulator.configure({ latency: latencySchema.parse(body) });
    return json(200, emulator.world.settings.latency);
  },
  "PUT consistency": ({ emulator, body }) => {
    const change = withoutUndefined(consistencySchema.parse(body));
    emulator.configure({ consistency: { ...emulator.world.settings.consistency, ...change } });
    return json(200, emulator.world.settings.consistency);
  },
  "PUT throttling": ({ emulator, body }) => {
    const { enabled, limits } = throttlingSchema.parse(body);
    emulator.configure({ throttling: { enabled, limits: withoutUndefined(limits) } });
    return json(200, emulator.world.settings.throttling);
  },
  "GET requests": ({ emulator, url }) => json(200, emulator.journal.since(Number(url.searchParams.get("since") ?? 0))),
  "DELETE requests": ({ emulator }) => {
    emulator.journal.clear();
    return json(200, []);
  },
  "POST vms": ({ emulator, rest, body }) => json(200, actOfNature(emulator.world, rest, body)),
};

/** The emulator's own API, below `/_emulator`. */
export function controlSurface(emulator: Emulator): Surface {
  return {
    name: "control",
    serves: (url) => /^\/+_emulator(\/|$)/.test(url.pathname),
    handle: async (request, url) => {
      const [, route = "", rest = ""] = /^\/+_emulator\/?([^/]*)\/?(.*)$/.exec(url.pathname) ?? [];
      const handler = ROUTES[`${request.method} ${route}`];
      if (handler === undefined) return refusal(404, "NOT_FOUND", `No '${request.method} ${url.pathname}' here.`);
      try {
        const text = await request.text();
        const body: unknown = text === "" ? undefined : JSON.parse(text);
        return await handler({ emulator, url, rest: decodeURIComponent(rest), body });
      } catch (error) {
        return refusalOf(error);
      }
    },
  };
}

function refusalOf(error: unknown): Response {
  if (isAzlinError(error)) return json(error.code.endsWith("NOT_FOUND") ? 404 : 400, { error });
  if (error instanceof z.ZodError) return refusal(400, "INVALID_REQUEST", z.prettifyError(error));
  if (error instanceof SyntaxError) return refusal(400, "INVALID_REQUEST", `The body is not JSON: ${error.message}`);
  throw error;
}

function refusal(status: number, code: string, message: string): Response {
  return json(status, { error: { code, message } });
}

function summary(emulator: Emulator): unknown {
  const resources: Record<string, number> = {};
  for (const { body } of emulator.world.store.all()) resources[body.type] = (resources[body.type] ?? 0) + 1;
  return {
    version: VERSION,
    clock: clockState(emulator),
    profile: emulator.world.settings.profile,
    tenantId: emulator.world.settings.tenantId,
    subscriptions: emulator.world.settings.subscriptions,
    resources,
    requestsServed: emulator.journal.total,
  };
}

function clockState({ clock }: Emulator): unknown {
  return { mode: clock.mode, now: new Date(clock.now()).toISOString() };
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as never;
}
