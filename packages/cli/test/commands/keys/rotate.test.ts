import { access, readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { describe, expect, it, vi } from "vitest";
import { InterruptedError } from "../../../src/interrupted-error.ts";
import { guestFleet } from "../../guest-fleet.ts";
import type { TestCli } from "../../run-cli.ts";

/** Runs a rotation as a program would, and reads its report. */
async function rotated(cli: TestCli, more = ""): Promise<{ exitCode: number; report: Record<string, unknown> }> {
  const { stdout, exitCode } = await cli.run(`keys rotate --yes -o json${more}`);
  return { exitCode, report: JSON.parse(stdout) as Record<string, unknown> };
}

/** The VMs that run and let a private key in. */
async function letIn(cli: TestCli, key: string): Promise<string[]> {
  const { stdout } = await cli.run(["exec", "--key", key, "-o", "json", "--", "true"]);
  const { results } = JSON.parse(stdout) as { results: readonly { vm: string; ok: boolean }[] };
  return results.filter(({ ok }) => ok).map(({ vm }) => vm);
}

describe("azlin keys rotate", { timeout: 60_000 }, () => {
  it("waits for a VM that is stopped, goes on when it runs, and then only the new key gets in", async () => {
    verifies("V2-10", "V2-14");
    const { cli } = await guestFleet("alpha", "beta");
    const key = join(cli.home, ".ssh", "azlin_key");
    const before = await readFile(`${key}.pub`, "utf8");
    await cli.run("stop beta");
    const first = await rotated(cli);
    expect(first).toMatchObject({
      exitCode: 1,
      report: {
        isComplete: false,
        isPromoted: false,
        outcomes: [
          { name: "alpha", status: "verified" },
          { name: "beta", status: "pending" },
        ],
      },
    });
    expect(await readFile(`${key}.pub`, "utf8")).toBe(before);
    expect(await letIn(cli, key)).toEqual(["alpha"]);
    expect((await cli.run("keys list")).stderr).toContain("A rotation is not complete");

    await cli.run("start beta");
    const second = await rotated(cli);
    expect(second).toMatchObject({ exitCode: 0, report: { isComplete: true, isPromoted: true } });
    expect(await readFile(`${key}.pub`, "utf8")).not.toBe(before);
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    const backup = (second.report["backup"] as string).replace("<home>", cli.home);
    const old = join(backup, "azlin_key");
    expect(await readFile(`${old}.pub`, "utf8")).toBe(before);
    expect(await letIn(cli, key)).toEqual(["alpha", "beta"]);
    expect(await letIn(cli, old)).toEqual([]);
    expect(await readdir(join(cli.home, ".ssh"))).toEqual(["azlin_key", "azlin_key.pub"]);
  });

  it.each([
    ["azlin_key.new", "No VM has heard of a new key."],
    ["azlin_key.rotation.json", "Every VM still lets the key in that is in use. 'azlin keys rotate' goes on"],
  ])(
    "locks nobody out when Ctrl-C comes as soon as there is %s, and completes when run again",
    async (file, remains) => {
      verifies("V2-10");
      const { cli } = await guestFleet("alpha");
      const key = join(cli.home, ".ssh", "azlin_key");
      const interrupt = new AbortController();
      const running = cli.run("keys rotate --yes", { signal: interrupt.signal });
      await vi.waitFor(() => access(join(cli.home, ".ssh", file)), { timeout: 10_000, interval: 1 });
      interrupt.abort(new InterruptedError());
      const { stderr, exitCode } = await running;
      expect(exitCode).toBe(130);
      expect(stderr).toContain(remains);
      expect(await letIn(cli, key)).toEqual(["alpha"]);
      expect(await rotated(cli, " --no-backup")).toMatchObject({
        exitCode: 0,
        report: { isComplete: true, backup: null },
      });
      expect(await letIn(cli, key)).toEqual(["alpha"]);
    },
  );

  it("begins with the VMs that were chosen, and changes nothing in a dry run or without a yes", async () => {
    verifies("V2-10");
    const { cli } = await guestFleet("alpha", "beta");
    const key = join(cli.home, ".ssh", "azlin_key");
    const before = await readFile(key, "utf8");
    expect(await cli.json("keys rotate --vm-prefix al --dry-run")).toMatchObject({
      keyPath: "<home>/.ssh/azlin_key",
      resumes: null,
      canComplete: false,
      plan: [{ action: "rotate" }, { action: "leave", reason: "It was not chosen: it keeps the old key." }],
    });
    const silent = await cli.run("keys rotate");
    expect(silent.exitCode).toBe(2);
    expect(silent.stderr).toContain("  rotate   alpha  It lets the old key in.");
    expect((await cli.run("keys rotate", { types: "n\n" })).stdout).toBe("Cancelled.\n");
    expect(await readdir(join(cli.home, ".ssh"))).toEqual(["azlin_key", "azlin_key.pub"]);
    const { stdout, exitCode } = await cli.run("keys rotate --vm alpha --yes");
    expect(exitCode).toBe(1);
    expect(stdout).toContain("✓ alpha: lets both keys in\n• beta: left as it is (It was not chosen");
    expect(stdout).toContain("is still the old key, which every VM lets in.");
    expect(stdout).toContain("Run 'azlin keys rotate' again to go on.");
    expect(await readFile(key, "utf8")).toBe(before);
  });
});
