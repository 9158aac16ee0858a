import { verifies } from "@azlin/testing";
import { createEmulator } from "@azlin/emulator";
import { describe, expect, it } from "vitest";
import { TagManager } from "../../src/index.ts";
import { formatClaim } from "../../src/session-claim.ts";
import { seedVm, tagsOf } from "../seeded-vm.ts";

describe("writers at the same moment", () => {
  it("let exactly one of ten VMs have a name that all of them want", async () => {
    verifies("TAG-08");
    const emulator = createEmulator({ seed: 7 });
    const ids = Array.from({ length: 10 }, (_, index) => seedVm(emulator, `vm${index}`, { tags: { keep: "me" } }));
    const results = await Promise.allSettled(
      ids.map((id) => new TagManager({ transport: emulator.transport() }).setSessionName(id, "prod")),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const losers = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    for (const reason of losers) expect(reason).toMatchObject({ code: "TAG_CONFLICT", session: "prod" });
    const holders = ids.filter((id) => tagsOf(emulator, id)["azlin-session"] === "prod");
    expect(holders).toHaveLength(1);
    for (const id of ids) {
      expect(tagsOf(emulator, id)).toMatchObject({ keep: "me" });
      expect(tagsOf(emulator, id)).not.toHaveProperty("azlin-session-claim");
    }
  });

  it("give the loser's VM back the name it had", async () => {
    verifies("TAG-08");
    const emulator = createEmulator();
    const [first, second] = ["a", "b"].map((name) =>
      seedVm(emulator, name, { tags: { "azlin-session": `old-${name}` } }),
    );
    const claim = (id: string): Promise<void> =>
      new TagManager({ transport: emulator.transport() }).setSessionName(id, "prod");
    const results = await Promise.allSettled([claim(first!), claim(second!)]);
    const [won] = results.map(({ status }) => status === "fulfilled");
    const [winner, loser] = won ? [first!, second!] : [second!, first!];
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(tagsOf(emulator, winner)["azlin-session"]).toBe("prod");
    expect(tagsOf(emulator, loser)["azlin-session"]).toBe(won ? "old-b" : "old-a");
  });

  it("take the name from a VM whose writer died while it claimed it", async () => {
    verifies("TAG-08");
    const emulator = createEmulator();
    const claim = formatClaim({ claimedAt: emulator.clock.now() - 120_000, previous: undefined });
    const dead = seedVm(emulator, "a", { tags: { "azlin-session": "prod", "azlin-session-claim": claim, keep: "me" } });
    const id = seedVm(emulator, "b");
    await new TagManager({ transport: emulator.transport() }).setSessionName(id, "prod");
    expect(tagsOf(emulator, id)).toMatchObject({ "azlin-session": "prod" });
    expect(tagsOf(emulator, dead)).toEqual({ keep: "me" });
  });

  it("on one VM all come through, one after the other, and the last one's name stands", async () => {
    verifies("TAG-04");
    const emulator = createEmulator();
    const id = seedVm(emulator, "vm1");
    const tags = new TagManager({ transport: emulator.transport() });
    const names = Array.from({ length: 200 }, (_, index) => `s${index}`);
    await Promise.all(names.map((name) => tags.setSessionName(id, name)));
    expect(tagsOf(emulator, id)).toEqual({ "managed-by": "azlin", "azlin-session": "s199" });
    expect(await tags.getSessionName(id)).toBe("s199");
  });

  it("of tags that are not ours lose nothing", async () => {
    verifies("TAG-04");
    const emulator = createEmulator();
    const id = seedVm(emulator, "vm1", { tags: { cost: "a" } });
    const foreign = Array.from({ length: 20 }, (_, index) =>
      new TagManager({ transport: emulator.transport() }).mergeTags(id, { [`foreign-${index}`]: "x" }),
    );
    await Promise.all([...foreign, new TagManager({ transport: emulator.transport() }).setSessionName(id, "dev")]);
    expect(Object.keys(tagsOf(emulator, id)).toSorted()).toEqual(
      [
        "cost",
        "managed-by",
        "azlin-session",
        ...Array.from({ length: 20 }, (_, index) => `foreign-${index}`),
      ].toSorted(),
    );
    expect(emulator.journal.since().filter(({ method }) => method === "PUT")).toEqual([]);
  });
});
