import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Emulator } from "@azlin/emulator";
import { bundleScript, ended, outputOf, startNode, verifies } from "@azlin/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { cleanupAzure, type ApplyReport } from "../../src/index.ts";
import { planRun } from "../support/plan-run.ts";
import { deleteCalls, seedGroup, seedVm } from "../support/run-world.ts";

/** A world on real time in which each deletion takes a moment, and the plan for it in a file. */
async function prepare(): Promise<{ readonly emulator: Emulator; readonly paths: readonly [string, string, string] }> {
  const emulator = createEmulator({ seed: 3 });
  const directory = await mkdtemp(join(tmpdir(), "azlin-cleanup-"));
  onTestFinished(async () => {
    await emulator.stop();
    await rm(directory, { recursive: true, force: true });
  });
  seedGroup(emulator, "shop");
  seedVm(emulator, { group: "shop", name: "web" });
  seedGroup(emulator, "theirs", {});
  seedVm(emulator, { group: "theirs", name: "db" });
  emulator.faults.set("slow", { match: { method: "DELETE" }, effect: { delayMs: 30 } });
  const plan = await planRun(cleanupAzure({ transport: emulator.transport() }));
  const [planPath, journalPath] = [join(directory, "plan.json"), join(directory, "journal")];
  await writeFile(planPath, JSON.stringify(plan));
  const { url } = await emulator.listen();
  return { emulator, paths: [url, planPath, journalPath] };
}

/** Kills a child when it has said so many lines; `false` when it had ended before. */
async function killAfter(child: ChildProcess, lines: number): Promise<boolean> {
  let said = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk.toString().split("\n").length - 1;
    if (said >= lines) child.kill("SIGKILL");
  });
  return (await ended(child)) === "SIGKILL";
}

describe("a cleanup whose process is killed", () => {
  it(
    "is finished by another process with the same journal, and nothing is deleted twice",
    { timeout: 120_000 },
    async () => {
      verifies("CLEAN-06");
      const script = await bundleScript(join(import.meta.dirname, "fixtures/cleanup-child.ts"));
      for (const lines of [2, 4, 9]) {
        const { emulator, paths } = await prepare();
        expect(await killAfter(startNode(script, ...paths), lines)).toBe(true);
        const output = await outputOf(startNode(script, ...paths));
        const report = JSON.parse(output.trim().split("\n").at(-1) ?? "") as ApplyReport;
        expect(report.deletions.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 9 }, () => "deleted"));
        expect(new Set(deleteCalls(emulator).values())).toEqual(new Set([1]));
        expect(emulator.world.store.size).toBe(1);
      }
    },
  );
});
