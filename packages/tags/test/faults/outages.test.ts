import { ManualClock, recordingLogger } from "@azlin/core";
import { createEmulator, type Emulator } from "@azlin/emulator";
import { verifies } from "@azlin/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { TagManager, type StaleNotice } from "../../src/index.ts";
import { seedVm, tagsOf } from "../seeded-vm.ts";

const DOWN = { effect: { status: 501, code: "NotImplemented", message: "down" } };

describe("TagManager when Azure does not answer", () => {
  let emulator: Emulator;
  let clock: ManualClock;
  let vm: string;
  let notices: StaleNotice[];
  let tags: TagManager;

  beforeEach(() => {
    emulator = createEmulator();
    clock = new ManualClock();
    vm = seedVm(emulator, "vm1", { tags: { "managed-by": "azlin", "azlin-session": "dev" } });
    notices = [];
    tags = new TagManager({ transport: emulator.transport(), clock, onStale: (notice) => notices.push(notice) });
  });

  const requests = (): number => emulator.journal.since().filter(({ surface }) => surface === "arm").length;

  it("answers a second read within a minute from memory, and asks again after it", async () => {
    verifies("TAG-05");
    await tags.getSessionName(vm);
    expect(await tags.getSessionName(vm.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions"))).toBe("dev");
    expect(requests()).toBe(1);
    await clock.advance(60_000);
    await tags.getSessionName(vm);
    expect(requests()).toBe(2);
  });

  it("keeps a hundred VMs and forgets the one not used for longest", async () => {
    verifies("TAG-05");
    const others = Array.from({ length: 100 }, (_, index) => seedVm(emulator, `other${index}`));
    await tags.getSessionName(vm);
    for (const other of others) await tags.getSessionName(other);
    const before = requests();
    await tags.getSessionName(others.at(-1)!);
    expect(requests()).toBe(before);
    await tags.getSessionName(vm);
    expect(requests()).toBe(before + 1);
  });

  it("forgets what it knows with its own write", async () => {
    verifies("TAG-05");
    await tags.getSessionName(vm);
    await tags.setSessionName(vm, "next");
    expect(await tags.getSessionName(vm)).toBe("next");
    await tags.deleteSessionName(vm);
    expect(await tags.getSessionName(vm)).toBeUndefined();
  });

  it("serves what it knows with its age when asked anew, and never beyond the maximum age", async () => {
    verifies("TAG-05");
    const logger = recordingLogger();
    tags = new TagManager({
      transport: emulator.transport(),
      clock,
      logger,
      onStale: (notice) => notices.push(notice),
    });
    await tags.getSessionName(vm);
    emulator.faults.set("down", { match: { path: "*/tags/default" }, ...DOWN });
    await clock.advance(45_000);
    expect(await tags.getSessionName(vm, { refresh: true })).toBe("dev");
    expect(notices).toMatchObject([{ ageMs: 45_000, maxAgeMs: 60_000 }]);
    expect(logger.records).toMatchObject([
      {
        level: "warn",
        message: "Azure API timeout. Using cached session data.",
        fields: { ageMs: 45_000, maxAgeMs: 60_000 },
      },
    ]);
    await clock.advance(15_000);
    await expect(tags.getSessionName(vm, { refresh: true })).rejects.toMatchObject({ code: "TRANSPORT_FAILED" });
  });

  it("gives up after its time-out and then serves what it knows", async () => {
    verifies("TAG-05");
    await tags.getSessionName(vm);
    emulator.clock.change({ mode: "virtual" });
    emulator.faults.set("slow", { match: { path: "*/tags/default" }, effect: { delayMs: 3_600_000 } });
    await clock.advance(10_000);
    const read = tags.getSessionName(vm, { refresh: true, timeoutMs: 5_000 });
    await clock.advance(5_000);
    expect(await read).toBe("dev");
    expect(notices).toMatchObject([{ ageMs: 15_000, cause: { code: "TIMED_OUT" } }]);
  });

  it("does not take a refusal for an outage", async () => {
    verifies("TAG-07");
    await tags.getSessionName(vm);
    emulator.faults.set("denied", {
      match: { path: "*/tags/default" },
      effect: { status: 403, code: "AuthorizationFailed" },
    });
    await expect(tags.getSessionName(vm, { refresh: true })).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
      requiredAction: "Microsoft.Compute/virtualMachines/read",
    });
    expect(notices).toEqual([]);
  });

  it("names the action that a write lacks, and changes nothing", async () => {
    verifies("TAG-07");
    emulator.faults.set("denied", { match: { method: "PATCH" }, effect: { status: 403, code: "AuthorizationFailed" } });
    await expect(tags.setSessionName(vm, "next")).rejects.toMatchObject({
      code: "PERMISSION_DENIED",
      requiredAction: "Microsoft.Compute/virtualMachines/write",
    });
    expect(tagsOf(emulator, vm)["azlin-session"]).toBe("dev");
  });

  it("is held to the roles of its principal by Azure itself", async () => {
    verifies("TAG-07");
    const principal = {
      clientId: "11111111-1111-4111-8111-111111111111",
      objectId: "22222222-2222-4222-8222-222222222222",
      displayName: "reader",
      clientSecret: "s",
    };
    const subscription = `/subscriptions/${emulator.transport().subscriptionIds[0]}`;
    const roleDefinitionId = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`;
    emulator.seed([
      { principal },
      {
        id: `${subscription}/providers/Microsoft.Authorization/roleAssignments/33333333-3333-4333-8333-333333333333`,
        body: { properties: { principalId: principal.objectId, roleDefinitionId, scope: subscription } },
      },
    ]);
    const reader = new TagManager({
      transport: emulator.transport({ clientId: principal.clientId, clientSecret: "s" }),
    });
    expect(await reader.getSessionName(vm)).toBe("dev");
    await expect(reader.setSessionName(vm, "next")).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
  });

  it("says that a VM is gone when it vanishes between look and write", async () => {
    const gone = seedVm(emulator, "gone");
    emulator.world.store.remove(gone);
    await expect(tags.setSessionName(gone, "x")).rejects.toMatchObject({ code: "VM_NOT_FOUND" });
    await expect(tags.mergeTags(gone, { a: "b" })).rejects.toMatchObject({ code: "VM_NOT_FOUND" });
    expect(await tags.getTags(gone)).toBeUndefined();
  });

  it(
    "comes through throttling with and without Retry-After, bursts of 5xx and connection resets",
    { timeout: 30_000 },
    async () => {
      const hurry = { "retry-after-ms": "5" };
      const faults: Record<string, object> = {
        throttled: { times: 2, effect: { status: 429, code: "TooManyRequests", headers: hurry } },
        burst: { times: 2, effect: { status: 503, headers: hurry } },
        reset: { times: 1, effect: { reset: true } },
      };
      for (const [name, fault] of Object.entries(faults)) {
        emulator.faults.set(name, { match: { path: "*/tags/default" }, ...fault });
        await tags.setSessionName(vm, `after-${name}`);
        expect(tagsOf(emulator, vm)).toEqual({ "managed-by": "azlin", "azlin-session": `after-${name}` });
        emulator.faults.clear();
      }
    },
  );

  it("does not take half an answer for tags", async () => {
    emulator.faults.set("cut", { match: { method: "GET", path: "*/tags/default" }, effect: { truncate: true } });
    await expect(tags.getTags(vm)).rejects.toMatchObject({ code: "TRANSPORT_FAILED" });
    emulator.faults.set("cut", {
      match: { method: "GET" },
      effect: { status: 200, body: "<html>", headers: { "content-type": "application/json" } },
    });
    await expect(tags.getTags(vm)).rejects.toMatchObject({ code: "TRANSPORT_FAILED" });
  });

  it("refuses a wrong name before any request", async () => {
    verifies("TAG-02");
    for (const name of ["a b", "", "x/y", "naïve"]) {
      await expect(tags.setSessionName(vm, name)).rejects.toMatchObject({ code: "INVALID_SESSION_NAME" });
      await expect(tags.getVmBySession(name)).rejects.toMatchObject({ code: "INVALID_SESSION_NAME" });
    }
    expect(emulator.journal.total).toBe(0);
  });
});
