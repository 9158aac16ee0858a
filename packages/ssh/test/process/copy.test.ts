import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { realComponent, verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import type { CopyPlace, CopyProgress } from "../../src/index.ts";
import { contentsOf, copied, copyContext, oddTree, planned } from "../copying.ts";
import { temporaryDirectory, testClient, testServer, type TestServer } from "../ssh-server.ts";

const hasRsync = realComponent("rsync") !== undefined && realComponent("ssh") !== undefined;
const methods = hasRsync ? (["tar", "rsync"] as const) : (["tar"] as const);

const here = (path: string): CopyPlace => ({ kind: "local", path });
const on = ({ target }: TestServer, path: string): CopyPlace => ({ kind: "remote", target, path });

describe.each(methods)("copying with %s", (method) => {
  it("takes a tree to a VM and back unharmed", async () => {
    verifies("V2-09");
    const client = await testClient();
    const context = copyContext(client, method);
    const server = await testServer(client.publicKey);
    const [source, back] = [join(client.directory, "my tree"), join(client.directory, "back")];
    await oddTree(source);
    const there = await copied(context, {
      sources: [here(source)],
      destination: on(server, "new place"),
      isRecursive: true,
    });
    expect(there).toMatchObject({ isComplete: true, plan: { heldBack: [] } });
    expect(there.plan.transfers[0]!.method).toBe(method);
    expect(await contentsOf(join(server.home, "new place"))).toEqual(await contentsOf(source));
    const again = await copied(context, {
      sources: [on(server, "new place")],
      destination: here(back),
      isRecursive: true,
    });
    expect(again).toMatchObject({ isComplete: true, files: there.files, bytes: there.bytes });
    expect(await contentsOf(back)).toEqual(await contentsOf(source));
  });

  it("puts several sources into a directory", async () => {
    const client = await testClient();
    const context = copyContext(client, method);
    const server = await testServer(client.publicKey);
    const directory = client.directory;
    await mkdir(join(directory, "d"));
    for (const name of ["one", "two", "d/three"]) await writeFile(join(directory, name), name);
    const sources = ["one", "two", "d"].map((name) => here(join(directory, name)));
    const report = await copied(context, { sources, destination: on(server, "into/"), isRecursive: true });
    expect(report).toMatchObject({ isComplete: true, files: 3 });
    expect(Object.keys(await contentsOf(join(server.home, "into"))).sort()).toEqual(["d", "d/three", "one", "two"]);
  });

  it("gives a single file another name, in both directions", async () => {
    const client = await testClient();
    const context = copyContext(client, method);
    const server = await testServer(client.publicKey);
    const file = join(client.directory, "it's");
    await writeFile(file, "text");
    await copied(context, { sources: [here(file)], destination: on(server, "-rf $(x)") });
    expect(await readFile(join(server.home, "-rf $(x)"), "utf8")).toBe("text");
    await copied(context, { sources: [on(server, "-rf $(x)")], destination: here(join(client.directory, "b a c k")) });
    expect(await readFile(join(client.directory, "b a c k"), "utf8")).toBe("text");
  });

  it("takes the contents of a directory whose path ends with a slash", async () => {
    const client = await testClient();
    const context = copyContext(client, method);
    const server = await testServer(client.publicKey);
    await mkdir(join(client.directory, "home/.ssh"), { recursive: true, mode: 0o700 });
    await writeFile(join(client.directory, "home/.ssh/config"), "Host x\n");
    await copied(context, {
      sources: [here(`${client.directory}/home/`)],
      destination: on(server, "."),
      isRecursive: true,
    });
    expect(Object.keys(await contentsOf(server.home)).sort()).toEqual([".ssh", ".ssh/config"]);
  });

  it("tells how far it is", async () => {
    const client = await testClient();
    const server = await testServer(client.publicKey);
    const file = join(client.directory, "f");
    await writeFile(file, Buffer.alloc(2_000_000, "0123456789abcdef\n"));
    const told: CopyProgress[] = [];
    const request = { sources: [here(file)], destination: on(server, "f") };
    await copied(copyContext(client, method), request, { onProgress: (progress) => told.push(progress) });
    expect(told.at(-1)).toMatchObject({ bytes: 2_000_000, totalBytes: 2_000_000, files: 1, totalFiles: 1 });
    expect(told.at(-1)!.bytesPerSecond).toBeGreaterThan(0);
  });

  it("follows no link at the source and refuses those that lead out", async () => {
    verifies("V2-09");
    const client = await testClient();
    const context = copyContext(client, method);
    const server = await testServer(client.publicKey);
    const source = join(client.directory, "tree");
    await mkdir(source);
    await symlink("/etc", join(source, "etc"));
    await symlink(client.keyPath, join(client.directory, "innocent"));
    await writeFile(join(source, "a"), "a");
    const report = await copied(context, { sources: [here(source)], destination: on(server, "t"), isRecursive: true });
    expect(report.plan.heldBack).toEqual([{ path: join(source, "etc"), reason: "link that leaves the tree" }]);
    expect(await readdir(join(server.home, "t"))).toEqual(["a"]);
    const key = await planned(context, {
      sources: [here(join(client.directory, "innocent"))],
      destination: on(server, "k"),
    });
    expect(key).toMatchObject({ files: 0, heldBack: [{ reason: expect.stringContaining("private key") }] });
  });

  it("carries names that are not text, or says why not", async () => {
    const client = await testClient();
    const context = copyContext(client, method);
    const server = await testServer(client.publicKey);
    const source = join(client.directory, "tree");
    await mkdir(source);
    await writeFile(Buffer.concat([Buffer.from(`${source}/`), Buffer.from("caf\xe9", "latin1")]), "x");
    const report = await copied(context, { sources: [here(source)], destination: on(server, "t"), isRecursive: true });
    const arrived = await readdir(join(server.home, "t"), { encoding: "latin1" as "utf8" });
    const held = report.plan.heldBack.map(({ reason }) => reason);
    const names = { rsync: [["caf\xe9"], []], tar: [[], ["its name is not UTF-8, which only rsync copies"]] };
    expect([arrived, held]).toEqual(names[method]);
  });

  it("leaves nothing behind but what was copied", async () => {
    const client = await testClient();
    const server = await testServer(client.publicKey);
    await writeFile(join(client.directory, "f"), "x");
    await copied(copyContext(client, method), {
      sources: [here(join(client.directory, "f"))],
      destination: on(server, "d/"),
    });
    expect(await readdir(join(server.home, "d"))).toEqual(["f"]);
  });
});

describe("copying from VM to VM", () => {
  it("goes through this machine without a copy on its disk", async () => {
    verifies("V2-09");
    const client = await testClient();
    const context = copyContext(client, "rsync");
    const [from, to] = [
      await testServer(client.publicKey, { name: "from" }),
      await testServer(client.publicKey, { name: "to" }),
    ];
    await oddTree(join(from.home, "tree"));
    await writeFile(Buffer.concat([Buffer.from(`${from.home}/tree/`), Buffer.from("caf\xe9", "latin1")]), "x");
    await writeFile(join(from.home, "tree/.env"), "A=1");
    const report = await copied(context, {
      sources: [on(from, "tree")],
      destination: on(to, "copy"),
      isRecursive: true,
    });
    expect(report).toMatchObject({
      isComplete: true,
      plan: { heldBack: [{ path: "from:tree/.env", reason: "environment file" }] },
    });
    const { ".env": _held, ...rest } = await contentsOf(join(from.home, "tree"));
    expect(await contentsOf(join(to.home, "copy"))).toEqual(rest);
    expect(await readdir(client.directory)).not.toContain("copy");
  });
});

describe("planning a copy", () => {
  it("refuses what cannot be meant", async () => {
    const client = await testClient();
    const context = copyContext(client, "tar");
    const server = await testServer(client.publicKey);
    const directory = await temporaryDirectory();
    await mkdir(join(directory, "other"));
    for (const path of ["f", "other/f"]) await writeFile(join(directory, path), "x");
    await writeFile(join(server.home, "file"), "x");
    const f = here(join(directory, "f"));
    const code = (sources: CopyPlace[], destination: CopyPlace, isRecursive = false): Promise<string> =>
      planned(context, { sources, destination, isRecursive }).then(
        () => "planned",
        (error: { readonly code: string }) => error.code,
      );
    expect(await code([], on(server, "x"))).toBe("NO_SOURCE");
    expect(await code([here(directory)], on(server, "x"))).toBe("IS_A_DIRECTORY");
    expect(await code([here(directory)], on(server, "file"), true)).toBe("NOT_A_DIRECTORY");
    expect(await code([f, here(join(directory, "other/f"))], on(server, "x"))).toBe("NAME_TWICE");
    expect(await code([f], here(join(directory, "g")))).toBe("BOTH_ENDS_LOCAL");
    expect(await code([here(join(directory, "absent"))], on(server, "x"))).toBe("PATH_NOT_FOUND");
    expect(await code([on(server, "absent")], f)).toBe("PATH_NOT_FOUND");
  });
});
