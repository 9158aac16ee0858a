import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realComponent } from "@azlin/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { GUEST, realSsh, textOf } from "../support/real-ssh.ts";

const hasSsh = realComponent("ssh") !== undefined && realComponent("bwrap") !== undefined;
const hasRsync = hasSsh && realComponent("rsync") !== undefined;
const FILE = "deep er/ä file";

async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "azlin-move-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A directory `tree` with a file in it; the directory that it is in. */
async function tree(): Promise<string> {
  const here = await temporaryDirectory();
  await mkdir(join(here, "tree/deep er"), { recursive: true });
  await writeFile(join(here, "tree", FILE), "content");
  return here;
}

describe.runIf(hasSsh)("the files of a guest, by the real scp and sftp", { timeout: 30_000 }, () => {
  it("are copied there and back by scp", async () => {
    const { copy, say } = await realSsh();
    const here = await tree();
    expect((await copy("scp", ["-r", join(here, "tree"), `${GUEST}:copied`])).code).toBe(0);
    expect(await say(`cat 'copied/${FILE}'`)).toBe("content");
    expect((await copy("scp", ["-r", `${GUEST}:copied`, join(here, "back")])).code).toBe(0);
    expect(await readFile(join(here, "back", FILE), "utf8")).toBe("content");
  });

  it("are made, renamed, linked and listed by sftp", async () => {
    const { copy, say } = await realSsh();
    await say("mkdir old");
    const batch = Buffer.from(
      "mkdir new\nrename old new/moved\nsymlink /etc/hostname new/link\nchmod 700 new\nls new\n",
    );
    const listed = await copy("sftp", ["-b", "-", GUEST], batch);
    expect(listed).toMatchObject({ code: 0, stderr: "" });
    expect(textOf(listed)).toMatch(/new\/link\s+new\/moved/);
    expect(await say("stat -c %a new; cat new/link")).toBe("700\nalpha\n");
  });

  it.each(["out/secret", "up", "absolute", "../../../../../..absolute"])("lead nowhere outside: %s", async (source) => {
    const { copy, say } = await realSsh();
    const outside = await temporaryDirectory();
    await writeFile(join(outside, "secret"), "host");
    await say(`ln -s ${outside} out; ln -s ../../../../../../../../..${outside}/secret up`);
    const from = `${GUEST}:${source.replace("absolute", `${outside}/secret`)}`;
    expect((await copy("scp", [from, join(outside, "got")])).code).not.toBe(0);
    await expect(readFile(join(outside, "got"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("are not taken when the disk is full", async () => {
    const { cloud, copy } = await realSsh();
    await cloud.act("alpha", "disk", { percent: 100 });
    expect((await copy("scp", ["-r", join(await tree(), "tree"), `${GUEST}:copied`])).code).not.toBe(0);
  });
});

describe.runIf(hasRsync)("the files of a guest, by the real rsync", { timeout: 30_000 }, () => {
  it("are copied there and back", async () => {
    const { rsync } = await realSsh();
    const here = await tree();
    expect((await rsync("-a", `${here}/tree/`, `${GUEST}:rsynced/`)).code).toBe(0);
    expect((await rsync("-a", `${GUEST}:rsynced/`, join(here, "again/"))).code).toBe(0);
    expect(await readFile(join(here, "again", FILE), "utf8")).toBe("content");
  });

  it("are not taken when the disk is full", async () => {
    const { cloud, rsync } = await realSsh();
    const here = await tree();
    await cloud.act("alpha", "disk", { percent: 100 });
    const full = await rsync("-a", `${here}/tree/`, `${GUEST}:rsynced/`);
    expect(full).toMatchObject({ code: 11, stderr: expect.stringContaining("write failed") });
  });
});
