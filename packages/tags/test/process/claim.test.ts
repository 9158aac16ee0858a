import { createEmulator } from "@azlin/emulator";
import { bundleScript, ended, outputOf, startNode, verifies } from "@azlin/testing";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { seedVm, tagsOf } from "../seeded-vm.ts";

describe("processes that claim one name", () => {
  it("find one winner between them, round after round", { timeout: 60_000 }, async () => {
    verifies("TAG-08");
    const emulator = createEmulator();
    onTestFinished(() => emulator.stop());
    const { url } = await emulator.listen();
    const [subscriptionId = ""] = emulator.transport().subscriptionIds;
    const script = await bundleScript(join(import.meta.dirname, "fixtures/claimer.ts"));
    for (let round = 0; round < 4; round++) {
      const session = `prod-${round}`;
      const ids = ["a", "b", "c"].map((name) => seedVm(emulator, name));
      const said = await Promise.all(ids.map((id) => outputOf(startNode(script, url, subscriptionId, id, session))));
      expect(said.toSorted()).toEqual(["TAG_CONFLICT", "TAG_CONFLICT", "won"]);
      const winner = ids[said.indexOf("won")]!;
      expect(ids.filter((id) => tagsOf(emulator, id)["azlin-session"] === session)).toEqual([winner]);
    }
  });

  it("that are killed in the middle leave a name that can be claimed again", { timeout: 60_000 }, async () => {
    verifies("TAG-08");
    const emulator = createEmulator({ clock: "real" });
    onTestFinished(() => emulator.stop());
    const { url } = await emulator.listen();
    const [subscriptionId = ""] = emulator.transport().subscriptionIds;
    const [dying, living] = ["a", "b"].map((name) => seedVm(emulator, name));
    const script = await bundleScript(join(import.meta.dirname, "fixtures/claimer.ts"));
    // The answer to its claim never comes: it is killed between claim and confirmation.
    emulator.faults.set("hang", { match: { method: "PATCH", path: "*/a/*" }, effect: { swallow: true } });
    const child = startNode(script, url, subscriptionId, dying!, "prod");
    const end = ended(child);
    while (tagsOf(emulator, dying!)["azlin-session-claim"] === undefined)
      await new Promise((next) => setTimeout(next, 20));
    child.kill("SIGKILL");
    expect(await end).toBe("SIGKILL");
    emulator.faults.clear();
    const claim = tagsOf(emulator, dying!);
    const aged = `2020-01-01T00:00:00.000Z`;
    emulator.seed({ id: dying!, body: { location: "westus2", tags: { ...claim, "azlin-session-claim": aged } } });
    expect(await outputOf(startNode(script, url, subscriptionId, living!, "prod"))).toBe("won");
    expect(tagsOf(emulator, dying!)).toEqual({ "managed-by": "azlin" });
  });
});
