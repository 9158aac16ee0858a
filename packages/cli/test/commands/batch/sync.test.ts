import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import { sshFleet } from "../../ssh-fleet.ts";

it("brings the files to the selected VMs, and secrets to none", async () => {
  verifies("V2-09", "V2-11");
  const { cli, homeOf } = await sshFleet(2);
  await mkdir(join(cli.home, "home"));
  await writeFile(join(cli.home, "home", ".bashrc"), "alias ll='ls -l'\n");
  await writeFile(join(cli.home, "home", ".env"), "TOKEN=1\n");
  const { stdout, exitCode } = await cli.run("batch sync --vm-pattern vm-2");
  expect(exitCode).toBe(0);
  expect(stdout).toContain(".env");
  expect(await readFile(join(homeOf("vm-2"), ".bashrc"), "utf8")).toBe("alias ll='ls -l'\n");
  await expect(readFile(join(homeOf("vm-2"), ".env"))).rejects.toThrow("ENOENT");
  await expect(readFile(join(homeOf("vm-1"), ".bashrc"))).rejects.toThrow("ENOENT");
});

it("says where the files would go with --dry-run, and refuses when nothing is selected", async () => {
  const { cli, homeOf } = await sshFleet(1);
  await mkdir(join(cli.home, "home"));
  await writeFile(join(cli.home, "home", "notes"), "x\n");
  expect((await cli.run("batch sync --all --dry-run")).stdout).toContain("vm-1");
  await expect(readFile(join(homeOf("vm-1"), "notes"))).rejects.toThrow("ENOENT");
  expect((await cli.run("batch sync")).exitCode).toBe(2);
});
