import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { guestFleet } from "../../guest-fleet.ts";
import { vmId } from "../../seed-vms.ts";
import { sshFleet, type SshFleet } from "../../ssh-fleet.ts";

const BASHRC = "# mine\nalias ll='ls -l'\n";

/** A VM whose user has a `.bashrc`, and that file's text. */
async function vmWithBashrc(): Promise<SshFleet & { readonly bashrc: () => Promise<string> }> {
  const fleet = await sshFleet(1);
  const path = join(fleet.homeOf("vm-1"), ".bashrc");
  await writeFile(path, BASHRC);
  return { ...fleet, bashrc: () => readFile(path, "utf8") };
}

describe("azlin env on a guest", () => {
  it("sets variables that a shell then sees, as they were typed", async () => {
    verifies("V2-11");
    const { cli, on } = await guestFleet("alpha");
    const odd = `a  "b" 'c' $HOME \`id\``;
    expect(await cli.run(["env", "set", "alpha", `ODD=${odd}`, "EDITOR=vim"])).toMatchObject({
      exitCode: 0,
      stdout: "Set ODD on VM 'alpha'.\nSet EDITOR on VM 'alpha'.\n",
    });
    expect(await on("alpha", '. ./.bashrc; printf "%s|%s" "$ODD" "$EDITOR"')).toBe(`${odd}|vim`);
  });
});

describe("azlin env", () => {
  it("hides values unless they are asked for", async () => {
    verifies("V2-11");
    const { cli } = await vmWithBashrc();
    expect((await cli.run("env list vm-1")).stdout).toBe("No environment variables set on VM 'vm-1'.\n");
    const { stdout, stderr } = await cli.run("env set vm-1 B=visible A=1");
    expect(stdout + stderr).not.toContain("visible");
    expect((await cli.run("env list vm-1")).stdout).toBe("NAME  VALUE\nA     ***\nB     ***\n");
    expect((await cli.run("env list vm-1 --show-values")).stdout).toBe("NAME  VALUE\nA     1\nB     visible\n");
    const variables = [{ name: "A" }, { name: "B" }].map((one) => ({ ...one, value: null }));
    expect(await cli.json("env list vm-1")).toEqual({ vm: "vm-1", id: vmId("vm-1"), variables });
  });

  it("changes and deletes variables and leaves the rest of the file alone", async () => {
    verifies("V2-11");
    const { cli, bashrc } = await vmWithBashrc();
    await cli.run("env set vm-1 A=1 B=2");
    expect((await cli.run("env set vm-1 A=1 B=3")).stdout).toBe("Changed B on VM 'vm-1'.\n");
    expect((await cli.run("env delete vm-1 A")).stdout).toBe("Deleted A on VM 'vm-1'.\n");
    expect(await bashrc()).toContain("export B='3'\n");
    const missing = await cli.run("env delete vm-1 B C");
    expect(missing).toMatchObject({ exitCode: 1 });
    expect(missing.stderr).toContain("Not set on VM 'vm-1': C. Nothing was changed.");
    expect(await cli.run("env clear vm-1 --yes")).toMatchObject({ exitCode: 0 });
    expect(await bashrc()).toBe(BASHRC);
  });

  it("asks before a secret is written in clear text, and does not show it", async () => {
    verifies("V2-11");
    const { cli, bashrc } = await vmWithBashrc();
    const silent = await cli.run("env set vm-1 API_TOKEN=hunter2");
    expect(silent.exitCode).toBe(2);
    expect(silent.stderr).toContain("API_TOKEN: Its name says that it is a secret.");
    expect(silent.stderr).not.toContain("hunter2");
    expect(await cli.run("env set vm-1 API_TOKEN=hunter2", { types: "n\n" })).toMatchObject({ stdout: "Cancelled.\n" });
    expect(await bashrc()).toBe(BASHRC);
    const forced = await cli.run("env set vm-1 API_TOKEN --force", { env: { API_TOKEN: "hunter2" } });
    expect(forced).toMatchObject({ exitCode: 0, stdout: "Set API_TOKEN on VM 'vm-1'.\n" });
    expect(await bashrc()).toContain("export API_TOKEN='hunter2'\n");
  });

  it("asks before it clears", async () => {
    const { cli, bashrc } = await vmWithBashrc();
    await cli.run("env set vm-1 A=1");
    expect(await cli.run("env clear vm-1")).toMatchObject({ exitCode: 2 });
    expect(await cli.run("env clear vm-1", { types: "no\n" })).toMatchObject({ stdout: "Cancelled.\n" });
    expect(await bashrc()).toContain("export A='1'\n");
    expect(await cli.run("env clear vm-1 --force")).toMatchObject({ stdout: "Deleted A on VM 'vm-1'.\n" });
    expect(await cli.run("env clear vm-1")).toMatchObject({ exitCode: 0, stdout: "Nothing to change on VM 'vm-1'.\n" });
  });

  it("writes a file that only its owner can read, and reads it again", async () => {
    verifies("V2-11");
    const { cli } = await vmWithBashrc();
    const file = join(cli.home, "dev.env");
    await cli.run(["env", "set", "vm-1", "A=1", "B=two words"]);
    expect((await cli.run(["env", "export", "vm-1", file])).stdout).toBe("Wrote 2 variables to <home>/dev.env.\n");
    expect(await readFile(file, "utf8")).toBe('A=1\nB="two words"\n');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await cli.run("env export vm-1")).stdout).toBe('A=1\nB="two words"\n');
    expect((await cli.run(["env", "export", "vm-1", file])).stderr).toContain(
      "There is a file <home>/dev.env already.",
    );
    await cli.run("env clear vm-1 --force");
    expect((await cli.run(["env", "export", "vm-1", file, "--force"])).exitCode).toBe(0);
    expect(await readFile(file, "utf8")).toBe("");
    await writeFile(file, "# note\nexport C='3'\n");
    expect((await cli.run(["env", "import", "vm-1", file])).stdout).toBe("Set C on VM 'vm-1'.\n");
    await writeFile(file, "no assignment\n");
    expect((await cli.run(["env", "import", "vm-1", file])).stderr).toContain("Line 1 of the file is not KEY=VALUE.");
  });

  it("prints the plan of a dry run without values, and changes nothing", async () => {
    const { cli, bashrc } = await vmWithBashrc();
    expect(await cli.json("env set vm-1 A=1 --dry-run")).toEqual({
      plan: [{ action: "set", target: "A", reason: "It is new." }],
      vm: "vm-1",
      id: vmId("vm-1"),
    });
    expect(await bashrc()).toBe(BASHRC);
  });

  it.each([
    ["a name that cannot be one", "1A=x", "'1A' cannot be the name of a variable."],
    ["a value of several lines", "A=x\ny", "The value of A has more than one line."],
    ["a name without a value here", "NO_SUCH", "There is no variable NO_SUCH here"],
  ])("refuses %s", async (_what, word, message) => {
    const { cli, bashrc } = await vmWithBashrc();
    const { stderr, exitCode } = await cli.run(["env", "set", "vm-1", word]);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(await bashrc()).toBe(BASHRC);
  });
});
