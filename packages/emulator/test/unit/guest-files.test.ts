import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GuestFiles } from "../../src/guests/disk/guest-files.ts";

describe("GuestFiles", () => {
  let directory: string;
  let files: GuestFiles;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "azlin-files-"));
    files = new GuestFiles(join(directory, "root"));
    files.makeDirectory("/etc");
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it("writes what it reads, with its mode and the directories above it", () => {
    files.write("/home/me/.ssh/key", "secret", 0o600);
    expect(files.read("/home/me/.ssh/key")).toBe("secret");
    expect(statSync(join(files.root, "home/me/.ssh/key")).mode & 0o777).toBe(0o600);
  });

  it("writes over a file that is read only, as root does", () => {
    files.write("/etc/fixed", "one");
    chmodSync(join(files.root, "etc/fixed"), 0o400);
    files.write("/etc/fixed", "two");
    expect(files.read("/etc/fixed")).toBe("two");
  });

  it("knows nothing of what is not there or is no file", () => {
    expect([files.read("/etc/absent"), files.read("/etc"), files.read("/etc/a/b")]).toEqual(Array(3).fill(undefined));
  });

  it("does not wait for a pipe that a guest has put in a file's place", () => {
    execFileSync("mkfifo", [join(files.root, "etc/pipe")]);
    expect(files.read("/etc/pipe")).toBeUndefined();
    expect(() => files.write("/etc/pipe", "x")).toThrow(/ENXIO|Not a plain file/);
  });

  it("writes through a link into the guest and not out of it", () => {
    symlinkSync(`${directory}/outside`, join(files.root, "etc/link"));
    files.write("/etc/link", "inside");
    expect(() => readFileSync(join(directory, "outside"))).toThrow("ENOENT");
    expect(files.read(`${directory}/outside`)).toBe("inside");
  });

  it("removes directories that nobody may write to", async () => {
    files.write("/etc/fixed/file", "x");
    chmodSync(join(files.root, "etc/fixed"), 0o500);
    await files.remove("/etc/fixed");
    expect(files.has("/etc/fixed")).toBe(false);
  });
});
