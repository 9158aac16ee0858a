import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resolveGuestPath } from "../../src/guests/disk/guest-path.ts";

describe("resolveGuestPath", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "azlin-root-"));
    await mkdir(join(root, "etc"));
    await symlink("/etc", join(root, "absolute"));
    await symlink("../../../../etc", join(root, "relative"));
    await symlink("loop", join(root, "loop"));
  });

  afterEach(() => rm(root, { recursive: true }));

  it.each([
    ["/etc/hosts", "etc/hosts"],
    ["/etc/../../../etc/hosts", "etc/hosts"],
    ["/absolute/hosts", "etc/hosts"],
    ["/relative/hosts", "etc/hosts"],
    ["/absolute/../absolute/./hosts", "etc/hosts"],
    ["/absent/deep/er", "absent/deep/er"],
    ["/..", ""],
  ])("leads %s to '%s' of the guest's root", (path, place) => {
    expect(resolveGuestPath(root, path)).toBe(join(root, place));
  });

  it("leaves a link at the end alone when asked to", () => {
    expect(resolveGuestPath(root, "/relative/", { followLast: false })).toBe(join(root, "relative"));
    expect(resolveGuestPath(root, "/absolute/relative", { followLast: false })).toBe(join(root, "etc/relative"));
  });

  it("gives up on links that lead in circles", () => {
    expect(() => resolveGuestPath(root, "/loop/x")).toThrow("Too many links");
  });
});
