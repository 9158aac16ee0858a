import type { Context } from "../context.ts";

/** The context with the way to the local Azure, whichever cloud the settings name. */
export async function localScope(context: Context): Promise<Context> {
  const record = await context.local.require();
  const { loopbackTransport } = await import("../transport/loopback-transport.ts");
  const transport = loopbackTransport(record, { subscriptionIds: [] });
  return { ...context, transport: () => Promise.resolve(transport) };
}
