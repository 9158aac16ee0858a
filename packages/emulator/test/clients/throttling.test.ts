import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";

const CONTROL = "http://127.0.0.1/_emulator/throttling";

/** Statuses of so many requests; a refusal shows with whether it says when to come back. */
async function statuses(emulator: Emulator, path: string, count: number): Promise<(number | string)[]> {
  const transport = emulator.transport();
  const { token } = (await transport.credential.getToken("https://management.azure.com/.default"))!;
  const found: (number | string)[] = [];
  for (let request = 0; request < count; request++) {
    const response = await emulator.fetch(
      new Request(`https://management.azure.com${path}?api-version=2024-07-01`, {
        headers: { authorization: `Bearer ${token}` },
      }),
    );
    const retryAfter = Number(response.headers.get("retry-after"));
    found.push(retryAfter > 0 ? `${response.status} for a while` : response.status);
  }
  return found;
}

/** Sends one request as a principal, the administrator unless told otherwise. */
// oxlint-disable-next-line max-params -- a request as it is written: method, URL, by whom, body
async function send(
  emulator: Emulator,
  method: string,
  url: string,
  clientId?: string,
  body?: object,
): Promise<Response> {
  const transport = emulator.transport(clientId === undefined ? {} : { clientId });
  const { token } = (await transport.credential.getToken("https://management.azure.com/.default"))!;
  const address = new URL(url);
  if (!address.searchParams.has("api-version")) address.searchParams.set("api-version", "2024-07-01");
  const headers = { authorization: `Bearer ${token}` };
  return emulator.fetch(
    new Request(address, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) }),
  );
}

/** What Resource Manager says is left, by the ends of its headers. */
function remainingOf({ headers }: Response): Record<string, string> {
  const prefix = "x-ms-ratelimit-remaining-";
  const found = [...headers].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}

function put(emulator: Emulator, body: unknown): Promise<Response> {
  return emulator.fetch(new Request(CONTROL, { method: "PUT", body: JSON.stringify(body) }));
}

describe("throttling", () => {
  const subscription = "/subscriptions/00000000-0000-4000-8000-000000000001";

  it("is off until it is asked for", async () => {
    const emulator = createEmulator({ clock: "virtual" });
    expect(new Set(await statuses(emulator, `${subscription}/resourcegroups`, 300))).toEqual(new Set([200]));
  });

  it("lets a burst through, then only what drips in, and says when to come back", async () => {
    const emulator = createEmulator({ clock: "virtual" });
    await put(emulator, { enabled: true });
    const burst = await statuses(emulator, `${subscription}/resourcegroups`, 251);
    expect(burst.filter((status) => status === 200)).toHaveLength(250);
    expect(burst.at(-1)).toBe("429 for a while");
    emulator.clock.advance(1000);
    const next = await statuses(emulator, `${subscription}/resourcegroups`, 26);
    expect(next.filter((status) => status === 200)).toHaveLength(25);
  });

  it("takes limits of one's own, and counts each VM by itself", async () => {
    const emulator = createEmulator({ clock: "virtual" });
    emulator.seed({ fleet: { vms: 2 } });
    await put(emulator, { enabled: true, limits: { vmReads: { capacity: 2, tokensPerSecond: 1 } } });
    const vm = (name: string): string =>
      `${subscription}/resourceGroups/fleet-01/providers/Microsoft.Compute/virtualMachines/${name}`;
    expect(await statuses(emulator, vm("vm-1"), 3)).toEqual([200, 200, "429 for a while"]);
    expect(await statuses(emulator, vm("vm-2"), 1)).toEqual([200]);
  });

  it("counts principals and regions apart, and all of a subscription together", async () => {
    const emulator = createEmulator({ clock: "virtual" });
    const guard = { clientId: "guard", objectId: "guard-object", displayName: "Guard", administrator: true };
    emulator.seed({ principal: guard });
    const one = { capacity: 1, tokensPerSecond: 1 };
    await put(emulator, { enabled: true, limits: { subscriptionReads: one } });
    const get = (host = "management.azure.com", clientId?: string): Promise<Response> =>
      send(emulator, "GET", `https://${host}${subscription}/resourcegroups`, clientId);
    expect((await get()).status).toBe(200);
    expect((await get()).status).toBe(429);
    expect((await get("westus2.management.azure.com")).status).toBe(200);
    expect((await get(undefined, "guard")).status).toBe(200);
    await put(emulator, { enabled: true, limits: { subscriptionGlobalReads: one } });
    emulator.clock.advance(60_000);
    expect((await get()).headers.get("x-ms-ratelimit-remaining-subscription-global-reads")).toBe("0");
    expect((await get(undefined, "guard")).status).toBe(429);
  });

  it("counts reads, writes and deletes apart, and those outside of subscriptions by the tenant", async () => {
    const emulator = createEmulator({ clock: "virtual" });
    emulator.configure({ throttling: { enabled: true, limits: {} } });
    const headersOf = async (method: string, path: string, body?: object): Promise<Record<string, string>> =>
      remainingOf(await send(emulator, method, `https://management.azure.com${path}`, undefined, body));
    expect(await headersOf("GET", `${subscription}/resourcegroups`)).toEqual({
      "subscription-reads": "249",
      "subscription-global-reads": "3749",
    });
    expect(await headersOf("PUT", `${subscription}/resourcegroups/rg`, { location: "westus2" })).toEqual({
      "subscription-writes": "199",
      "subscription-global-writes": "2999",
    });
    expect(await headersOf("DELETE", `${subscription}/resourcegroups/rg`)).toEqual({
      "subscription-deletes": "199",
      "subscription-global-deletes": "2999",
    });
    expect(await headersOf("GET", "/subscriptions")).toEqual({ "tenant-reads": "249" });
  });

  describe("of Compute", () => {
    const vmPath = (name: string): string =>
      `${subscription}/resourceGroups/fleet-01/providers/Microsoft.Compute/virtualMachines/${name}`;
    let emulator: Emulator;
    const request = (method: string, path: string): Promise<Response> =>
      send(emulator, method, `https://management.azure.com${path}`);

    beforeEach(() => {
      emulator = createEmulator({ clock: "virtual" });
      emulator.seed({ fleet: { vms: 2 } });
      emulator.configure({ throttling: { enabled: true, limits: {} } });
    });

    it("lets a VM be restarted twelve times at once and then four times a minute", async () => {
      const restart = (name: string): Promise<Response> => request("POST", `${vmPath(name)}/restart`);
      for (let time = 0; time < 12; time++) expect((await restart("vm-1")).status).toBe(202);
      const refused = await restart("vm-1");
      expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "15"]);
      const { error } = (await refused.json()) as { error: { code: string; details: Record<string, string>[] } };
      expect(error.code).toBe("OperationNotAllowed");
      expect(error.details[0]).toMatchObject({ code: "TooManyRequests", target: "UpdateVMResource" });
      expect(JSON.parse(error.details[0]!["message"]!)).toMatchObject({
        operationGroup: "UpdateVMResource",
        allowedRequestCount: 12,
        measuredRequestCount: 13,
      });
      expect((await restart("vm-2")).status).toBe(202);
      emulator.clock.advance(60_000);
      const statuses = [];
      for (let time = 0; time < 5; time++) statuses.push((await restart("vm-1")).status);
      expect(statuses).toEqual([202, 202, 202, 202, 429]);
    });

    it.each([
      ["GET", "vm-1", "LowCostGetSubscription;23999", "LowCostGetResource;35"],
      ["GET", "vm-1/instanceView", "LowCostGetSubscription;23999", "LowCostGetResource;35"],
      ["POST", "vm-1/deallocate", "DeleteVMSubscription;1499", "DeleteVMResource;11"],
      ["DELETE", "vm-1", "DeleteVMSubscription;1499", "DeleteVMResource;11"],
      ["POST", "vm-1/powerOff", "UpdateVMSubscription;1499", "UpdateVMResource;11"],
      ["POST", "vm-1/assessPatches", "GuestPatchSubscription;599", "GuestPatchResource;5"],
    ])("tells what is left after %s %s", async (method, name, ...entries) => {
      const { headers } = await request(method, vmPath(name));
      expect(headers.get("x-ms-ratelimit-remaining-resource")?.split(",")).toEqual(
        entries.map((entry) => `Microsoft.Compute/${entry}`),
      );
    });

    it("counts lists by the subscription", async () => {
      const { headers } = await request("GET", `${subscription}/providers/Microsoft.Compute/virtualMachines`);
      expect(headers.get("x-ms-ratelimit-remaining-resource")).toBe("Microsoft.Compute/HighCostGetSubscription;899");
    });
  });

  it("of a provider tells the action and when to come back", async () => {
    const emulator = createEmulator({ clock: "virtual" });
    await put(emulator, { enabled: true, limits: { networkReads: { capacity: 1, tokensPerSecond: 0.1 } } });
    const list = `https://management.azure.com${subscription}/providers/Microsoft.Network/networkInterfaces`;
    expect((await send(emulator, "GET", list)).status).toBe(200);
    const refused = await send(emulator, "GET", list);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "10"]);
    expect(await refused.json()).toEqual({
      error: {
        code: "ResourceRequestsThrottled",
        message:
          "Number of requests for action 'Microsoft.Network/networkInterfaces/read' exceeded the limit of '1' for time " +
          "interval '00:05:00'. Please try again after '10' seconds.",
      },
    });
  });

  it("of Resource Graph takes fifteen queries in five seconds of each user", async () => {
    const emulator = createEmulator({ clock: "virtual" });
    emulator.configure({ throttling: { enabled: true, limits: {} } });
    const url = "https://management.azure.com/providers/Microsoft.ResourceGraph/resources";
    const query = (): Promise<Response> => send(emulator, "POST", url, undefined, { query: "Resources | count" });
    for (let left = 14; left >= 0; left--) {
      const { status, headers } = await query();
      expect([status, headers.get("x-ms-user-quota-remaining")]).toEqual([200, String(left)]);
    }
    emulator.clock.advance(3000);
    const refused = await query();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "2"]);
    expect(refused.headers.get("x-ms-user-quota-resets-after")).toBe("00:00:02");
    expect(await refused.json()).toMatchObject({
      error: { code: "RateLimiting", details: [{ code: "RateLimiting" }] },
    });
    emulator.clock.advance(2000);
    expect((await query()).status).toBe(200);
  });

  it("leaves polls out while time stands still, since they come as fast as they are bid to", async () => {
    const emulator = createEmulator({ clock: "virtual" });
    emulator.seed({ fleet: { vms: 1 } });
    emulator.configure({
      latency: { profile: "recorded", scale: 1 },
      throttling: { enabled: true, limits: { subscriptionReads: { capacity: 1, tokensPerSecond: 1 } } },
    });
    const vm = `${subscription}/resourceGroups/fleet-01/providers/Microsoft.Compute/virtualMachines/vm-1`;
    const { headers } = await send(emulator, "DELETE", `https://management.azure.com${vm}`);
    for (let poll = 0; poll < 60; poll++) {
      expect((await send(emulator, "GET", headers.get("azure-asyncoperation")!)).status).toBe(200);
    }
  });

  it("refuses settings that are none", async () => {
    const emulator = createEmulator();
    for (const body of [{}, { enabled: "yes" }, { enabled: true, limits: { nothing: { capacity: 1 } } }]) {
      expect((await put(emulator, body)).status).toBe(400);
    }
  });
});
