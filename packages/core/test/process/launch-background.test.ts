import { join } from "node:path";
import { bundleScript } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { launchBackground } from "../../src/index.ts";
import { temporaryDirectory } from "../unit/files/temporary-directory.ts";

describe("a program in the background", () => {
  const launch = async (says: string): Promise<unknown> => {
    const directory = temporaryDirectory();
    const program = {
      name: "the program",
      entry: await bundleScript(join(import.meta.dirname, "fixtures/short-lived.ts")),
      request: { says },
      env: process.env,
      directory,
      log: join(directory, "log"),
      failureCode: "NOT_STARTED",
    };
    return launchBackground(program, new AbortController().signal);
  };

  it("that tells why it does not run is heard, though it ends at once", { timeout: 60_000 }, async () => {
    const launches = Array.from({ length: 8 }, () => launch("failure"));
    for (const one of await Promise.allSettled(launches)) {
      expect(one).toMatchObject({ status: "rejected", reason: { code: "TAKEN", message: "It is taken." } });
    }
  });

  it("that ends without a word is reported with how it ended", async () => {
    await expect(launch("nothing")).rejects.toMatchObject({
      code: "NOT_STARTED",
      message: "The program did not start: it ended with exit code 3.",
    });
  });

  it("that is ready answers what it told", async () => {
    expect(await launch("ready")).toEqual({ pid: expect.any(Number) as number });
  });
});
