import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConnectionClosedError, createEmulator, type Emulator } from "../../src/index.ts";
import { azureClients, createInterface, vmOn } from "../support/azure-clients.ts";

const GROUPS = "/subscriptions/00000000-0000-4000-8000-000000000001/resourcegroups";
const QUERY = "?api-version=2022-09-01";

describe("the control API, over a socket", () => {
  let emulator: Emulator;
  let url: string;

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1 });
    ({ url } = await emulator.listen());
  });

  afterEach(() => emulator.stop());

  /** Calls the control API; `expected` is the status that must come back. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look at answers of every shape
  async function control(call: string, body?: unknown, expected = 200): Promise<any> {
    const [method, path] = call.split(" ") as [string, string];
    const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await fetch(`${url}/_emulator${path}`, { method, ...sent });
    expect(response.status).toBe(expected);
    return response.json();
  }

  /** Sends a request to Resource Manager that needs no token. */
  const arm = (method: string, path: string, body?: object): Promise<Response> =>
    fetch(`${url}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });

  it("tells what is in the world", async () => {
    await control("PUT /seed", { fleet: { vms: 3, resourceGroups: 2 } });
    const summary = await control("GET ");
    expect(summary).toMatchObject({
      version: 1,
      profile: "default",
      clock: { mode: "real" },
      resources: { "Microsoft.Compute/virtualMachines": 3, "Microsoft.Resources/resourceGroups": 2 },
    });
  });

  it("resets to a profile, and forgets faults and requests", async () => {
    await control("PUT /seed", { fleet: { vms: 1 } });
    await control("PUT /faults/down", { effect: { status: 503 } });
    expect(await control("POST /reset", { profile: "replay" })).toMatchObject({ subscriptionId: expect.any(String) });
    expect(await control("GET ")).toMatchObject({ profile: "replay", resources: {} });
    expect(await control("GET /faults")).toEqual([]);
    expect((await arm("PUT", `${GROUPS}/rg${QUERY}`, { location: "westus2" })).status).toBe(201);
    await control("POST /reset", { profile: "nope" }, 400);
  });

  it("seeds resources with their children, and refuses what is no seed", async () => {
    await control("POST /reset", { profile: "replay" });
    const id = `${GROUPS}/rg/providers/Microsoft.Network/virtualNetworks/v`;
    await control("PUT /seed", { id: `${GROUPS}/rg`, body: { location: "westus2" } });
    const subnets = [{ name: "s", properties: { addressPrefix: "10.0.0.0/24" } }];
    await control("PUT /seed", { id, body: { location: "westus2", properties: { subnets } } });
    const subnet = await arm("GET", `${id}/subnets/s?api-version=2024-05-01`);
    expect(await subnet.json()).toMatchObject({ name: "s", properties: { addressPrefix: "10.0.0.0/24" } });
    await control("PUT /seed", { nothing: true }, 400);
    await control("PUT /seed", "{", 400);
    await control("PUT /seed", { id: "not an id", body: {} }, 400);
  });

  it("saves the state and brings it back", async () => {
    await control("PUT /seed", { fleet: { vms: 2 } });
    const state = await control("GET /state");
    await control("POST /reset");
    expect(await control("PUT /state", state)).toMatchObject({ resources: { "Microsoft.Compute/virtualMachines": 2 } });
    expect(await control("GET /state")).toMatchObject({ resources: state.resources });
  });

  it("moves a virtual clock, and never back", async () => {
    const first = await control("POST /clock", { mode: "virtual" });
    const later = await control("POST /clock", { advanceMs: 3_600_000 });
    expect(Date.parse(later.now) - Date.parse(first.now)).toBe(3_600_000);
    expect((await arm("GET", `${GROUPS}${QUERY}`)).headers.get("x-emulator-clock")).toBe("virtual");
    await control("POST /clock", { advanceMs: -1 }, 400);
    await control("POST /clock", { mode: "real", advanceMs: 5 }, 400);
    expect(await control("GET /clock")).toMatchObject({ mode: "virtual" });
  });

  it("lets operations take time, and readers lag", async () => {
    expect(await control("PUT /latency", { profile: "recorded", scale: 2 })).toEqual({ profile: "recorded", scale: 2 });
    await control("PUT /latency", { profile: "slow" }, 400);
    expect(await control("PUT /consistency", { rbacPropagationMs: 5 })).toEqual({
      resourceGraphLagMs: 0,
      directoryReplicationMs: 0,
      rbacPropagationMs: 5,
    });
    await control("PUT /consistency", { rbacPropagationMs: "5" }, 400);
  });

  it("keeps a journal of requests", async () => {
    await arm("GET", `${GROUPS}${QUERY}`);
    const [entry] = await control("GET /requests");
    expect(entry).toMatchObject({
      index: 1,
      surface: "arm",
      method: "GET",
      path: GROUPS,
      apiVersion: "2022-09-01",
      status: 401,
    });
    await arm("GET", `${GROUPS}${QUERY}`);
    expect(await control("GET /requests?since=1")).toHaveLength(1);
    expect(await control("DELETE /requests")).toEqual([]);
    expect(await control("GET /requests")).toEqual([]);
  });

  it("says so when it is asked for what it does not have", async () => {
    expect(await control("GET /nothing", undefined, 404)).toMatchObject({ error: { code: "NOT_FOUND" } });
    await control("POST /state", {}, 404);
    await control("POST /clock", "not JSON", 400);
    await control("PUT /faults/bad", { effect: { explode: true } }, 400);
    await control("PUT /faults/bad", { effect: { status: 99 } }, 400);
  });

  it("injects every kind of fault", async () => {
    await control("POST /reset", { profile: "replay" });
    const group = `${GROUPS}/rg${QUERY}`;
    const put = (): Promise<Response> => arm("PUT", group, { location: "westus2" });
    const headers = { "retry-after": "7" };
    await control("PUT /faults/f", {
      match: { method: "PUT", path: "*/rg" },
      times: 1,
      effect: { status: 429, code: "Slow", headers },
    });
    const refused = await put();
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "7"]);
    expect(await refused.json()).toMatchObject({ error: { code: "Slow" } });
    expect((await put()).status).toBe(201);
    expect(await control("GET /faults")).toMatchObject([{ name: "f", hits: 1 }]);

    await control("PUT /faults/f", { effect: { reset: true }, match: { method: "DELETE" } });
    await expect(arm("DELETE", group)).rejects.toThrow("fetch failed");
    expect((await arm("HEAD", group)).status).toBe(204);

    await control("PUT /faults/f", { effect: { swallow: true }, match: { method: "DELETE" } });
    await expect(arm("DELETE", group)).rejects.toThrow("fetch failed");
    expect((await arm("HEAD", group)).status).toBe(404);

    await put();
    await control("PUT /faults/f", { effect: { truncate: true } });
    const cut = await arm("GET", group);
    await expect(cut.text()).rejects.toThrow("terminated");

    await control("PUT /faults/f", { effect: { delayMs: 60 } });
    const startedAt = performance.now();
    await arm("GET", group);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(55);

    await control("PUT /faults/f", {
      effect: { operationFails: { code: "Boom", message: "It broke." } },
      match: { method: "DELETE" },
    });
    const accepted = await arm("DELETE", group);
    const poll = await fetch(accepted.headers.get("location")!);
    expect(await poll.json()).toMatchObject({ error: { code: "Boom", message: "It broke." } });
    await control("PUT /faults/f", { effect: { operationHangs: true }, match: { method: "DELETE" } });
    const hanging = await arm("DELETE", group);
    await control("POST /clock", { mode: "virtual", advanceMs: 86_400_000_000 });
    expect((await fetch(hanging.headers.get("location")!)).status).toBe(202);
    expect((await arm("GET", group)).status).toBe(200);
    expect(await control("DELETE /faults/f")).toEqual([]);
  });

  it("leaves a resource whose write or deletion failed in the state Failed", async () => {
    const local = createEmulator({ seed: 1 });
    const { compute, resources, poll } = azureClients(local);
    await resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
    const disk = { location: "westus2", diskSizeGB: 8, creationData: { createOption: "Empty" } };
    const operationFails = { code: "Boom", message: "It broke." };
    local.faults.set("boom", { match: { method: "PUT", path: "*/disks/*" }, times: 1, effect: { operationFails } });
    await expect(compute.disks.createOrUpdate("rg", "d", disk, poll)).rejects.toMatchObject({ code: "Boom" });
    expect((await compute.disks.get("rg", "d")).provisioningState).toBe("Failed");
    expect((await compute.disks.createOrUpdate("rg", "d", disk, poll)).provisioningState).toBe("Succeeded");
    local.faults.set("boom", { match: { method: "DELETE" }, times: 1, effect: { operationFails } });
    await expect(compute.disks.delete("rg", "d", poll)).rejects.toMatchObject({ code: "Boom" });
    expect((await compute.disks.get("rg", "d")).provisioningState).toBe("Failed");
    await compute.disks.delete("rg", "d", poll);
    await expect(compute.disks.get("rg", "d")).rejects.toMatchObject({ statusCode: 404 });
  });

  it("injects faults in process too", async () => {
    emulator.faults.set("gone", { effect: { reset: true } });
    const request = new Request(`https://management.azure.com${GROUPS}${QUERY}`);
    await expect(emulator.fetch(request)).rejects.toThrow(ConnectionClosedError);
    emulator.faults.set("gone", { effect: { swallow: true } });
    await expect(emulator.fetch(request)).rejects.toMatchObject({ code: "ECONNRESET", served: true });
  });

  describe("acts of nature", () => {
    const VM =
      "/vms/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1";
    let azure: ReturnType<typeof azureClients>;

    beforeEach(async () => {
      azure = azureClients(emulator);
      const nic = await createInterface(azure, "vm1");
      await azure.compute.virtualMachines.createOrUpdate("rg", "vm1", vmOn(nic), azure.poll);
    });

    const codes = async (): Promise<(string | undefined)[]> => {
      const { statuses, vmAgent } = await azure.compute.virtualMachines.instanceView("rg", "vm1");
      return [statuses?.at(-1)?.code, vmAgent?.statuses?.[0]?.displayStatus];
    };

    it.each([
      ["crash", ["PowerState/running", "Not Ready"]],
      ["guestShutdown", ["PowerState/stopped", undefined]],
      ["platformStop", ["PowerState/stopped", undefined]],
      ["evict", ["PowerState/deallocated", undefined]],
      ["sshDown", ["PowerState/running", "Ready"]],
    ])("after %s shows what Azure shows", async (act, shown) => {
      expect(await control(`POST ${VM}/${act}`)).toMatchObject({ act });
      expect(await codes()).toEqual(shown);
    });

    it("leaves a crashed guest without an agent until it boots again", async () => {
      await control(`POST ${VM}/crash`);
      const command = { commandId: "RunShellScript", script: ["true"] };
      const run = (): Promise<unknown> => azure.compute.virtualMachines.runCommand("rg", "vm1", command, azure.poll);
      await expect(run()).rejects.toMatchObject({ code: "VMAgentStatusCommunicationError" });
      await azure.compute.virtualMachines.restart("rg", "vm1", azure.poll);
      await run();
      expect(await codes()).toEqual(["PowerState/running", "Ready"]);
    });

    it("boots a guest anew that was stopped and started", async () => {
      await control(`POST ${VM}/crash`);
      await azure.compute.virtualMachines.deallocate("rg", "vm1", azure.poll);
      await azure.compute.virtualMachines.start("rg", "vm1", azure.poll);
      expect(await codes()).toEqual(["PowerState/running", "Ready"]);
    });

    it("deletes behind everyone's back", async () => {
      await control(`POST ${VM}/deleteExternally`);
      await expect(azure.compute.virtualMachines.get("rg", "vm1")).rejects.toMatchObject({ statusCode: 404 });
      await control(`POST ${VM}/crash`, undefined, 404);
    });

    it("remembers what the guest's metrics are to show", async () => {
      await control(`POST ${VM}/cpu`, { percent: 97 });
      await control(`POST ${VM}/disk`, { percent: 12.5 });
      const [vm] = emulator.world.store.ofType("Microsoft.Compute/virtualMachines");
      expect(vm?.internals["load"]).toEqual({ cpu: 97, disk: 12.5 });
      await control(`POST ${VM}/memory`, { percent: 101 }, 400);
      await control(`POST ${VM}/memory`, undefined, 400);
    });

    it("refuses acts that nature does not have", async () => {
      expect(await control(`POST ${VM}/explode`, {}, 400)).toMatchObject({ error: { code: "UNKNOWN_ACT" } });
      await control(`POST ${VM}/toString`, {}, 400);
    });
  });
});
