import type { ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEmulator, type Emulator } from "@azlin/emulator";
import { bundleScript, ended, outputOf, startNode, verifies } from "@azlin/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Recovered } from "../../src/index.ts";
import { GROUP, RUN_ID, secretRequest, seedVault, TENANT_ID } from "../support/identity-world.ts";
import { leftBehind } from "../support/left-behind.ts";
import type { ChildRequest } from "./fixtures/child-request.ts";

interface Prepared {
  readonly emulator: Emulator;
  readonly request: ChildRequest;
}

/** A world on real time in which writes take a moment. */
async function prepare(): Promise<Prepared> {
  const emulator = createEmulator({ seed: 3 });
  const directory = await mkdtemp(join(tmpdir(), "azlin-identities-"));
  onTestFinished(async () => {
    await emulator.stop();
    await rm(directory, { recursive: true, force: true });
  });
  emulator.seed({ id: GROUP, body: { location: "westus2", tags: { RunId: RUN_ID }, properties: {} } });
  seedVault(emulator);
  for (const method of ["POST", "PATCH", "PUT"]) {
    emulator.faults.set(`slow-${method}`, { match: { method }, effect: { delayMs: 20 } });
  }
  const { url } = await emulator.listen();
  const journalPath = join(directory, "identities.journal");
  return { emulator, request: { url, tenantId: TENANT_ID, journalPath, request: secretRequest() } };
}

/** Kills a child when it has said so many lines. */
async function killAfter(child: ChildProcess, lines: number): Promise<boolean> {
  let said = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk.toString().split("\n").length - 1;
    if (said >= lines) child.kill("SIGKILL");
  });
  return (await ended(child)) === "SIGKILL";
}

describe("a process that is killed while it makes an identity", () => {
  it("leaves nothing once another has recovered its journal", { timeout: 120_000 }, async () => {
    verifies("SP-02");
    const script = await bundleScript(join(import.meta.dirname, "fixtures/identity-child.ts"));
    for (const lines of [1, 2, 4, 6, 8]) {
      const { emulator, request } = await prepare();
      expect(await killAfter(startNode(script, JSON.stringify(request)), lines)).toBe(true);
      const output = await outputOf(startNode(script, JSON.stringify({ ...request, request: null })));
      const recovered = JSON.parse(output.trim().split("\n").at(-1) ?? "") as Recovered[];
      expect(recovered.map(({ outcome }) => outcome)).toEqual(["undone"]);
      expect(leftBehind(emulator)).toEqual([]);
    }
  });

  it("has no secret in its journal, its output or its arguments", { timeout: 60_000 }, async () => {
    verifies("SP-05");
    const script = await bundleScript(join(import.meta.dirname, "fixtures/identity-child.ts"));
    const { emulator, request } = await prepare();
    const child = startNode(script, JSON.stringify(request));
    const output = await outputOf(child);
    const transport = emulator.transport();
    const { token } = (await transport.credential.getToken("https://vault.azure.net/.default"))!;
    const [details] = output.trim().split("\n").slice(-1);
    const { secretReference } = JSON.parse(details!) as { readonly secretReference: string };
    const answer = await emulator.fetch(
      new Request(`https://run-vault.vault.azure.net/secrets/${secretReference}?api-version=7.5`, {
        headers: { authorization: `Bearer ${token}` },
      }),
    );
    const { value } = (await answer.json()) as { readonly value: string };
    const written = [output, await readFile(request.journalPath, "utf8"), ...child.spawnargs].join("\n");
    expect(value.length).toBeGreaterThan(20);
    expect(written).not.toContain(value);
    expect((await stat(request.journalPath)).mode & 0o777).toBe(0o600);
  });
});
