import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { azFailure } from "../../src/az/az-failure.ts";

interface Recorded {
  readonly args: readonly string[];
  readonly code: number;
  readonly stderr: string;
}

function recorded(version: string, part: string): Recorded {
  const url = new URL(`../fixtures/az-${version}.json`, import.meta.url);
  const all = JSON.parse(readFileSync(url, "utf8")) as Recorded[];
  return all.find(({ args }) => args.some((arg) => arg.includes(part)))!;
}

describe.each(["2.45.0", "2.74.0"])("a failure of az %s", (version) => {
  it.each([
    ["fault-reset", "ECONNRESET"],
    ["https://127.0.0.1:9/", "ECONNREFUSED"],
  ])("of the network has Node's code: %s is %s", (part, code) => {
    expect(azFailure(recorded(version, part))).toMatchObject({ kind: "network", code });
  });

  it("of usage is a bug of ours, with a way out", () => {
    const failure = azFailure(recorded(version, "--bogus"));
    expect(failure).toMatchObject({ kind: "error", error: { code: "AZ_USAGE" } });
  });
});

describe("a failure of az", () => {
  const errorOf = (stderr: string, code = 1): unknown => {
    const failure = azFailure({ code, stderr });
    return failure.kind === "error" ? failure.error : failure.code;
  };

  it.each(["ERROR: Please run 'az login' to setup account.\n", "ERROR: AADSTS7000215: Invalid client secret.\n"])(
    "to get a token asks for a sign-in: %s",
    (stderr) => {
      expect(errorOf(stderr)).toMatchObject({ name: "AuthenticationError", code: "AZ_LOGIN_REQUIRED" });
    },
  );

  it("of TLS is not one that clients retry", () => {
    expect(errorOf("ERROR: HTTPSConnectionPool(Max retries exceeded (SSLError('CERTIFICATE_VERIFY_FAILED')))\n")).toBe(
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    );
  });

  it("is not judged by what the request said", () => {
    const stderr = "INFO: Request body:\nINFO: please run az login, Connection refused\nERROR: something else\n";
    expect(errorOf(stderr)).toMatchObject({ code: "AZ_FAILED", message: "az failed: something else" });
  });

  it("never shows a token or a password", () => {
    const stderr =
      "ERROR: bad header Bearer abcdef.ghijkl and eyJhbGciOiJ9.eyJzdWIiOiJ9.sig and client_secret=hunter2 end\n";
    const { message } = errorOf(stderr) as Error;
    expect(message).toMatch(/bad header .* end$/);
    expect(message).not.toMatch(/abcdef|eyJ|hunter2/);
  });
});
