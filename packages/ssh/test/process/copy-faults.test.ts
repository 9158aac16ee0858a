import { chmod, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { realComponent, verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { applyCopy, type CopyPlace } from "../../src/index.ts";
import { contentsOf, copied, copyContext, planned } from "../copying.ts";
import { temporaryDirectory, testClient, testServer, type TestServer } from "../ssh-server.ts";

const here = (path: string): CopyPlace => ({ kind: "local", path });
const on = ({ target }: TestServer, path: string): CopyPlace => ({ kind: "remote", target, path });
const TAR = "/usr/bin/tar";

async function tree(root: string): Promise<void> {
  await mkdir(join(root, "d"), { recursive: true });
  for (let index = 0; index < 12; index += 1) {
    await writeFile(
      join(root, index % 2 === 0 ? `f${index}` : `d/f${index}`),
      Buffer.alloc(200_000, `${index} line of text\n`),
    );
  }
}

/** Directories of programs for a VM on which `tar` is a script. */
async function withTar(script: string): Promise<string> {
  const bin = await temporaryDirectory();
  await writeFile(join(bin, "tar"), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, "tar"), 0o755);
  return `${bin}:${process.env["PATH"]}`;
}

/** Whatever is under a final name is whole. */
async function expectWhole(copy: string, original: string): Promise<void> {
  const [found, wanted] = [await contentsOf(copy).catch(() => ({})), await contentsOf(original)];
  const finals = Object.entries(found).filter(([path]) => !path.includes(".azlin-partial"));
  expect(finals.filter(([path, content]) => content !== wanted[path])).toEqual([]);
}

describe("a connection that breaks during a copy", () => {
  it.each([1, 1_000, 100_000, 700_000, 1_500_000, 2_390_000])(
    "after %i bytes is taken up again, with no half file on the way",
    async (bytes) => {
      verifies("V2-09");
      const client = await testClient();
      const server = await testServer(client.publicKey);
      const source = join(client.directory, "tree");
      await tree(source);
      const context = copyContext(client, "tar");
      const plan = await planned(context, { sources: [here(source)], destination: on(server, "t"), isRecursive: true });
      server.dropAfter(bytes);
      const report = await applyCopy(context, plan);
      await expectWhole(join(server.home, "t"), source);
      expect(report.isComplete).toBe(true);
      expect(await contentsOf(join(server.home, "t"))).toEqual(await contentsOf(source));
    },
  );

  it("for good is reported with what is missing", async () => {
    const client = await testClient();
    const server = await testServer(client.publicKey);
    const source = join(client.directory, "tree");
    await tree(source);
    let nowMs = 0;
    const clock = { now: () => (nowMs += 1_000), delay: async () => {} };
    const context = { ...copyContext(client, "tar"), clock };
    const plan = await planned(context, { sources: [here(source)], destination: on(server, "t"), isRecursive: true });
    const report = await applyCopy(context, plan, {
      onProgress: () => server.drop(),
    });
    expect(report).toMatchObject({
      isComplete: false,
      files: 0,
      transfers: [{ error: { code: "SSH_CONNECTION_LOST" } }],
    });
    expect(report.transfers[0]!.missing).toHaveLength(12);
    await expectWhole(join(server.home, "t"), source);
  });

  it("while files come from a VM leaves whole files only", async () => {
    const client = await testClient();
    const server = await testServer(client.publicKey);
    const source = join(server.home, "tree");
    await tree(source);
    const context = copyContext(client, "tar");
    const plan = await planned(context, {
      sources: [on(server, "tree")],
      destination: here(join(client.directory, "t")),
      isRecursive: true,
    });
    let isDropped = false;
    const report = await applyCopy(context, plan, {
      onProgress: ({ bytes }) => {
        if (isDropped || bytes < 300_000) return;
        isDropped = true;
        server.drop();
      },
    });
    expect(isDropped).toBe(true);
    expect(report.isComplete).toBe(true);
    expect(await contentsOf(join(client.directory, "t"))).toEqual(await contentsOf(source));
  });

  it.runIf(realComponent("rsync") !== undefined)("is taken up again by rsync where it stopped", async () => {
    const client = await testClient();
    const server = await testServer(client.publicKey);
    const source = join(client.directory, "tree");
    await tree(source);
    const context = copyContext(client, "rsync");
    const plan = await planned(context, { sources: [here(source)], destination: on(server, "t"), isRecursive: true });
    server.dropAfter(20_000);
    const report = await applyCopy(context, plan);
    expect(report.isComplete).toBe(true);
    expect(await contentsOf(join(server.home, "t"))).toEqual(await contentsOf(source));
  });
});

describe("a VM that fails during a copy", () => {
  it("for want of room is said to be full, and nothing half is left", async () => {
    const client = await testClient();
    const path = await withTar(
      `head -c 100000 >/dev/null; echo "tar: f0: Cannot write: No space left on device" >&2; exit 2`,
    );
    const server = await testServer(client.publicKey, { path });
    await tree(join(client.directory, "tree"));
    const report = await copied(copyContext(client, "tar"), {
      sources: [here(join(client.directory, "tree"))],
      destination: on(server, "t"),
      isRecursive: true,
    });
    expect(report.transfers[0]!.error).toMatchObject({
      code: "DISK_FULL",
      hint: expect.stringContaining("Free some space"),
    });
    expect(await readdir(join(server.home, "t"))).toEqual([]);
  });

  it("by hanging ends with the time allowed", async () => {
    const client = await testClient();
    const server = await testServer(client.publicKey, { path: await withTar("sleep 60") });
    await tree(join(client.directory, "tree"));
    const context = copyContext(client, "tar");
    const request = {
      sources: [here(join(client.directory, "tree"))],
      destination: on(server, "t"),
      isRecursive: true,
    };
    await expect(copied(context, request, { timeoutMs: 500 })).rejects.toMatchObject({ code: "TIMED_OUT" });
  });

  it("cannot write to the terminal with what it complains", async () => {
    const client = await testClient();
    const path = await withTar(String.raw`cat >/dev/null; printf 'evil\033]0;title\007\033[2J' >&2; exit 2`);
    const server = await testServer(client.publicKey, { path });
    await writeFile(join(client.directory, "f"), "x");
    const report = await copied(copyContext(client, "tar"), {
      sources: [here(join(client.directory, "f"))],
      destination: on(server, "d/"),
    });
    const { message } = report.transfers[0]!.error!;
    expect(message).toContain("evil");
    expect(message.includes("\u001B")).toBe(false);
  });

  it("does not decide where files go on this machine", async () => {
    const client = await testClient();
    const evil = await withTar(
      `exec ${TAR} "$@" -P --transform='s,^./b$,../escaped,' --transform='s,^./c$,/tmp/azlin-escaped,'`,
    );
    const server = await testServer(client.publicKey, { path: evil });
    await mkdir(join(server.home, "tree"));
    for (const name of ["a", "b", "c"]) await writeFile(join(server.home, "tree", name), name);
    const report = await copied(copyContext(client, "tar"), {
      sources: [on(server, "tree")],
      destination: here(join(client.directory, "in/t")),
      isRecursive: true,
    });
    expect(await readdir(join(client.directory, "in"))).toEqual(["t"]);
    expect(await readdir(join(client.directory, "in/t"))).toEqual(["a"]);
    expect(report.transfers[0]!.missing.map(({ path }) => path)).toEqual(["b", "c"]);
  });
});

describe("a file that changes after the filter has seen it", () => {
  it("is not sent to a VM", async () => {
    verifies("V2-09");
    const client = await testClient();
    const server = await testServer(client.publicKey);
    const source = join(client.directory, "tree");
    await mkdir(source);
    for (const name of ["a", "b"]) await writeFile(join(source, name), name);
    const context = copyContext(client, "tar");
    const plan = await planned(context, { sources: [here(source)], destination: on(server, "t"), isRecursive: true });
    await writeFile(join(source, "b"), "a secret, meanwhile");
    const report = await applyCopy(context, plan);
    expect(report.transfers[0]!.missing).toEqual([{ path: "b", reason: "it changed while it was copied" }]);
    expect(await readdir(join(server.home, "t"))).toEqual(["a"]);
  });

  it("is not taken from a VM", async () => {
    const client = await testClient();
    const server = await testServer(client.publicKey);
    await mkdir(join(server.home, "tree"));
    for (const name of ["a", "b"]) await writeFile(join(server.home, "tree", name), name);
    const context = copyContext(client, "tar");
    const plan = await planned(context, {
      sources: [on(server, "tree")],
      destination: here(join(client.directory, "t")),
      isRecursive: true,
    });
    await writeFile(join(server.home, "tree/b"), "a secret, meanwhile");
    const report = await applyCopy(context, plan);
    expect(report.transfers[0]!.missing.map(({ path }) => path)).toEqual(["b"]);
    expect(await readdir(join(client.directory, "t"))).toEqual(["a"]);
  });
});

describe("a link at the destination", () => {
  it("is not written through", async () => {
    const client = await testClient();
    const server = await testServer(client.publicKey);
    await mkdir(join(server.home, "tree/d"), { recursive: true });
    await writeFile(join(server.home, "tree/d/f"), "new");
    await Promise.all([mkdir(join(client.directory, "t")), mkdir(join(client.directory, "elsewhere"))]);
    await writeFile(join(client.directory, "elsewhere/f"), "old");
    await symlink("../elsewhere", join(client.directory, "t/d"));
    const report = await copied(copyContext(client, "tar"), {
      sources: [on(server, "tree/")],
      destination: here(join(client.directory, "t")),
      isRecursive: true,
    });
    expect(report.transfers[0]!.error).toMatchObject({ code: "DESTINATION_LINK" });
    expect(await readFile(join(client.directory, "elsewhere/f"), "utf8")).toBe("old");
  });
});
