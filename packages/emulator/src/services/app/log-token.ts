import type { ResourceAction } from "../../arm/resource-type.ts";

const LIFE_MS = 3_600_000;

/** `getAuthToken`: a token for the log streams of one app or job. It names them, so that the stream can check it. */
export const logTokenAction: ResourceAction = {
  answer: "sync",
  run: ({ resource: { body }, world }) => {
    const expires = world.clock.now() + LIFE_MS;
    const token = `${world.ids.token(32)}.${world.ids.token(32)}`;
    const { id, name, location } = body;
    const resource = world.store.get(id)!;
    const kept = { ...resource.internals, logToken: token, logTokenExpires: expires };
    world.store.put({ body: resource.body, internals: kept });
    return {
      status: 200,
      body: { id, name, location, properties: { token, expires: new Date(expires).toISOString() } },
    };
  },
};
