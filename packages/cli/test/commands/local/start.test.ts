import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";

it("starts once and then says that it runs", async () => {
  const cli = await testCli();
  const first = (await cli.json("local start")) as { url: string };
  expect((await cli.run("local start")).stdout).toContain(`Already running: local Azure at ${first.url}`);
});

it("refuses another port than the one it runs on", async () => {
  const cli = await testCli();
  await cli.run("local start");
  const { stderr, exitCode } = await cli.run("local start --port 1");
  expect(exitCode).toBe(1);
  expect(stderr).toContain("is already running at http://127.0.0.1:");
});

it("keeps certificate and keys private", async () => {
  const cli = await testCli();
  await cli.run("local start");
  for (const file of ["certificate.json", "signing-key.pem", "server.json"]) {
    expect((await stat(join(cli.home, "local", file))).mode & 0o777).toBe(0o600);
  }
  expect((await stat(join(cli.home, "local"))).mode & 0o777).toBe(0o700);
});

it("starts nothing with --dry-run", async () => {
  const cli = await testCli();
  expect(await cli.json("local start --dry-run")).toMatchObject({ plan: [{ action: "start" }] });
  expect(await cli.json("local status")).toEqual({ running: false });
});

it("leaves a state alone that it cannot read", async () => {
  const cli = await testCli();
  await cli.run("local start --ephemeral");
  const state = join(cli.home, "local", "state.json");
  await writeFile(state, "{");
  await writeFile(join(cli.home, "local", "server.json"), "{}");
  const { stderr, exitCode } = await cli.run("local start");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("is not a state of the local Azure");
  expect(await readFile(state, "utf8")).toBe("{");
});
