import { execFileSync } from "node:child_process";
import { appendFile, mkdir, open, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { classifyTree, type ClassifyTreeOptions, type TreeEntry } from "../../src/index.ts";
import { scanSmallFile } from "../../src/filter/scan-small-file.ts";
import { SECRETS } from "../secrets.ts";
import { temporaryDirectory } from "../ssh-server.ts";

async function verdicts(root: string, options?: ClassifyTreeOptions): Promise<Record<string, TreeEntry["verdict"]>> {
  const found: Record<string, TreeEntry["verdict"]> = {};
  for await (const { path, verdict } of classifyTree(root, options)) found[path.toString("latin1")] = verdict;
  return found;
}

const heldBack = (reason: string) => ({ heldBack: expect.stringContaining(reason) });

describe("the secret filter on a local tree", () => {
  it("judges by path, by content and by where links point", async () => {
    verifies("V2-09");
    const root = await temporaryDirectory();
    await mkdir(join(root, ".ssh"));
    await writeFile(join(root, ".ssh/config"), "Host x\n");
    await writeFile(join(root, ".ssh/id_web"), "x");
    await writeFile(join(root, "notes.txt"), SECRETS["openssh"]!);
    await writeFile(join(root, "readme.md"), "hello");
    await symlink("readme.md", join(root, "good"));
    await symlink("/etc/passwd", join(root, "absolute"));
    await symlink("../../x", join(root, "outside"));
    await symlink(".ssh/id_web", join(root, "protected"));
    await symlink(".", join(root, "loop"));
    execFileSync("mkfifo", [join(root, "pipe")]);
    expect(await verdicts(root)).toEqual({
      ".ssh": "allowed",
      ".ssh/config": "allowed",
      ".ssh/id_web": heldBack("SSH"),
      absolute: heldBack("leaves the tree"),
      good: "allowed",
      loop: "allowed",
      "notes.txt": heldBack("private key"),
      outside: heldBack("leaves the tree"),
      pipe: heldBack("neither"),
      protected: heldBack("protected place"),
      "readme.md": "allowed",
    });
  });

  it("looks at what the tree itself is called", async () => {
    verifies("V2-09");
    const root = await temporaryDirectory();
    await mkdir(join(root, ".aws"));
    await writeFile(join(root, ".aws/sso"), "x");
    expect(await verdicts(join(root, ".aws"))).toEqual({ sso: heldBack("AWS") });
  });

  it("reads an allowed file in a protected place all the same", async () => {
    const root = await temporaryDirectory();
    await mkdir(join(root, ".ssh"));
    await writeFile(join(root, ".ssh/config"), SECRETS["github"]!);
    expect((await verdicts(root))[".ssh/config"]).toEqual(heldBack("GitHub token"));
  });

  it("lets a single file through that the person names, not its directory", async () => {
    const root = await temporaryDirectory();
    await mkdir(join(root, ".aws"));
    await writeFile(join(root, ".aws/a"), "x");
    await writeFile(join(root, ".aws/b"), "x");
    expect(await verdicts(root, { allow: new Set([".aws/a"]) })).toMatchObject({
      ".aws/a": "allowed",
      ".aws/b": heldBack("AWS"),
    });
    expect(await verdicts(root, { allow: new Set([".aws"]) })).toMatchObject({ ".aws/a": heldBack("AWS") });
  });

  it("finds a secret across the border of two chunks and in the depth of a large sparse file", async () => {
    const root = await temporaryDirectory();
    const chunk = 1024 * 1024;
    for (const at of [chunk - 10, 40 * chunk + 7]) {
      const file = await open(join(root, String(at)), "w");
      await file.write(Buffer.from(SECRETS["aws"]!), 0, null, at);
      await file.close();
    }
    await writeFile(join(root, "sparse"), "");
    await truncate(join(root, "sparse"), 2 * 1024 * chunk);
    const found = await verdicts(root);
    expect(found).toEqual({
      [String(chunk - 10)]: heldBack("AWS"),
      [String(40 * chunk + 7)]: heldBack("AWS"),
      sparse: "allowed",
    });
  });

  it("keeps names that are not text as they are", async () => {
    const root = await temporaryDirectory();
    const name = Buffer.from("caf\xe9\n", "latin1");
    await writeFile(Buffer.concat([Buffer.from(`${root}/`), name]), "x");
    const entry = (await classifyTree(root).next()).value;
    expect(entry).toMatchObject({ path: name, verdict: "allowed", size: 1 });
  });

  it("lets others have their turn while it reads", async () => {
    const root = await temporaryDirectory();
    for (let index = 0; index < 400; index += 1) await writeFile(join(root, String(index)), "text");
    let turns = 0;
    let isDone = false;
    const turn = (): void => {
      turns += 1;
      if (!isDone) setImmediate(turn);
    };
    const found = verdicts(root).finally(() => (isDone = true));
    setImmediate(turn);
    expect(Object.keys(await found)).toHaveLength(400);
    expect(turns).toBeGreaterThan(6);
  });

  it("reads a file that is no longer small when its turn comes", async () => {
    const root = await temporaryDirectory();
    await writeFile(join(root, "log"), "x".repeat(64 * 1024));
    expect(scanSmallFile(Buffer.from(join(root, "log")))).toEqual({ reason: undefined });
    await appendFile(join(root, "log"), `\n${SECRETS["aws"]!}`);
    expect(scanSmallFile(Buffer.from(join(root, "log")))).toBeUndefined();
    expect(await verdicts(root)).toEqual({ log: heldBack("AWS") });
  });

  it("says that there is no such tree", async () => {
    await expect(verdicts("/nowhere/at/all")).rejects.toMatchObject({ code: "PATH_NOT_FOUND" });
  });
});
