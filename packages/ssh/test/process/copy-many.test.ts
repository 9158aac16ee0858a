import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { realComponent, verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import type { CopyRequest } from "../../src/index.ts";
import { contentsOf, copied, copyContext, planned } from "../copying.ts";
import { SECRETS } from "../secrets.ts";
import { testClient, testServer } from "../ssh-server.ts";

const hasRsync = realComponent("rsync") !== undefined && realComponent("ssh") !== undefined;
const FILES = 300;

/** Small files in some directories; every tenth holds a secret. */
async function manyFiles(root: string): Promise<void> {
  const secrets = Object.values(SECRETS);
  for (let index = 0; index < FILES; index++) {
    const directory = join(root, `d${index % 7}`);
    await mkdir(directory, { recursive: true });
    const isSecret = index % 10 === 0;
    const content = isSecret ? Buffer.from(`x\n${secrets[index % secrets.length]}\n`, "latin1") : `text ${index}\n`;
    await writeFile(join(directory, `${isSecret ? "planted" : "plain"}-${index}`), content);
  }
}

describe.runIf(hasRsync)("many small files", () => {
  it("go as a tar stream to where nothing is yet, and by rsync to where something is", async () => {
    verifies("V2-09");
    const client = await testClient();
    const context = copyContext(client, "rsync");
    const server = await testServer(client.publicKey);
    const path = join(client.directory, "many");
    await manyFiles(path);
    const request: CopyRequest = {
      sources: [{ kind: "local", path }],
      destination: { kind: "remote", target: server.target, path: "there" },
      isRecursive: true,
    };
    const first = await copied(context, request);
    expect(first).toMatchObject({ isComplete: true, files: FILES - FILES / 10 });
    expect(first.plan.transfers[0]!.method).toBe("tar");
    expect(first.plan.heldBack).toHaveLength(FILES / 10);
    const arrived = await contentsOf(join(server.home, "there"));
    const allowed = Object.entries(await contentsOf(path)).filter(([name]) => !name.includes("planted"));
    expect(arrived).toEqual(Object.fromEntries(allowed));
    const into = { ...request, destination: { ...request.destination, path: "there/" } };
    expect((await planned(context, into)).transfers[0]!.method).toBe("rsync");
  });

  it("leave what is in their directories alone when these are there already", async () => {
    const client = await testClient();
    const server = await testServer(client.publicKey);
    const path = join(client.directory, "many");
    await manyFiles(path);
    await mkdir(join(server.home, "there/d0"), { recursive: true });
    await writeFile(join(server.home, "there/d0/own"), "mine");
    const report = await copied(copyContext(client, "tar"), {
      sources: [{ kind: "local", path: `${path}/` }],
      destination: { kind: "remote", target: server.target, path: "there" },
      isRecursive: true,
    });
    expect(report.isComplete).toBe(true);
    const found = await contentsOf(join(server.home, "there"));
    expect(found["d0/own"]).toMatch(/mine$/);
    expect(Object.keys(found).filter((name) => name.includes("plain"))).toHaveLength(FILES - FILES / 10);
    expect(await readdir(join(server.home, "there"))).toHaveLength(7);
  });
});
