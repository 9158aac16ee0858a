import { describe, expect, it } from "vitest";
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

  it("refuses settings that are none", async () => {
    const emulator = createEmulator();
    for (const body of [{}, { enabled: "yes" }, { enabled: true, limits: { nothing: { capacity: 1 } } }]) {
      expect((await put(emulator, body)).status).toBe(400);
    }
  });
});
