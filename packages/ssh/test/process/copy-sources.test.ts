import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { planCopy, readCopyFacts, readCopySources, type CopyRequest, type CopySource } from "../../src/index.ts";
import { copyContext, planned } from "../copying.ts";
import { testClient, testServer } from "../ssh-server.ts";

/** A client, a server, and two directories with a secret each. */
async function twoSources() {
  const client = await testClient();
  const { target } = await testServer(client.publicKey);
  const sources = ["one", "two"].map((name): CopySource => ({ kind: "local", path: join(client.directory, name) }));
  for (const { path } of sources) {
    await mkdir(path);
    await writeFile(join(path, ".env"), "A=1");
    await writeFile(join(path, "file"), "x");
  }
  const destination = { kind: "remote", target, path: "in/" } as const;
  return { context: copyContext(client, "tar"), sources, destination };
}

describe("sources of a copy", () => {
  it("let a file that looks secret go where it was allowed, and nowhere else", async () => {
    verifies("V2-09");
    const { context, sources, destination } = await twoSources();
    const [one, two] = sources as [CopySource, CopySource];
    const allowing = { ...one, allow: new Set([".env"]) };
    const plan = await planned(context, { sources: [allowing, two], destination, isRecursive: true });
    expect(plan.heldBack).toEqual([{ path: `${two.path}/.env`, reason: "environment file" }]);
    expect(plan.files).toBe(3);
  });

  it("are looked at once for copies to several places", async () => {
    const { context, sources, destination } = await twoSources();
    const facts = await readCopySources(context, sources);
    const request: CopyRequest = { sources, destination, isRecursive: true };
    // What is added now would be in the plan if they were looked at again.
    await writeFile(join(sources[0]!.path, "later"), "x");
    const plan = planCopy(request, await readCopyFacts(context, request, { sources: facts }));
    expect(plan.files).toBe(2);
    expect(plan.heldBack).toHaveLength(2);
  });

  it("are not looked at for a copy that has no end on a VM", async () => {
    const { context, sources } = await twoSources();
    const [source, destination] = sources as [CopySource, CopySource];
    const nowhere = { ...source, path: join(source.path, "absent") };
    const reading = readCopyFacts(context, { sources: [nowhere], destination });
    await expect(reading).rejects.toMatchObject({ code: "BOTH_ENDS_LOCAL" });
  });
});
