import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changeRemoteEnv, readRemoteEnv } from "../../src/index.ts";
import { localShell, target } from "../support/local-shell.ts";

describe("variables of a VM's user", () => {
  let home: string;
  const shell = localShell(() => home);

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "azlin-env-"));
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  it("reach the shell as they were given, and the file keeps its mode", async () => {
    verifies("V2-11");
    await writeFile(join(home, ".bashrc"), "# mine\n");
    await chmod(join(home, ".bashrc"), 0o600);
    const value = `it's "$HOME" \`id\` \\ h\u00e9`;
    expect(await changeRemoteEnv(shell, target(), { change: { set: { GREETING: value } } })).toEqual({
      GREETING: value,
    });
    const { stdout } = await shell.exec(target(), '. ./.bashrc; printf %s "$GREETING"');
    expect(stdout).toBe(value);
    expect((await stat(join(home, ".bashrc"))).mode & 0o777).toBe(0o600);
    expect(await readdir(home)).toEqual([".bashrc"]);
  });

  it("are empty without a file, and make one", async () => {
    expect(await readRemoteEnv(shell, target())).toEqual({});
    await changeRemoteEnv(shell, target(), { change: { set: { A: "1" } } });
    expect(await readRemoteEnv(shell, target())).toEqual({ A: "1" });
  });

  it("stay in the file that a link points to", async () => {
    await writeFile(join(home, "dotfile"), "# mine\n");
    await symlink("dotfile", join(home, ".bashrc"));
    await changeRemoteEnv(shell, target(), { change: { set: { A: "1" } } });
    expect(await readFile(join(home, "dotfile"), "utf8")).toContain("export A='1'");
  });

  it("are not written over a change that somebody made meanwhile", async () => {
    await writeFile(join(home, ".bashrc"), "# mine\n");
    const racing: typeof shell = {
      exec: async (to, command, options) => {
        const answer = await shell.exec(to, command, options);
        if (options?.stdin === undefined) await writeFile(join(home, ".bashrc"), "# theirs\n");
        return answer;
      },
    };
    await expect(changeRemoteEnv(racing, target(), { change: { set: { A: "1" } } })).rejects.toMatchObject({
      code: "REMOTE_FILE_CHANGED",
    });
    expect(await readFile(join(home, ".bashrc"), "utf8")).toBe("# theirs\n");
    expect(await readdir(home)).toEqual([".bashrc"]);
  });
});
