import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { azTokenCredential, parseAzToken } from "../../src/az/az-token-credential.ts";
import type { AzExit, AzRunner } from "../../src/az/az-process.ts";

function recordedToken(version: string): AzExit {
  const url = new URL(`../fixtures/az-${version}.json`, import.meta.url);
  const all = JSON.parse(readFileSync(url, "utf8")) as (AzExit & { args: string[] })[];
  return exitOf(all.find(({ args }) => args[1] === "get-access-token")!);
}

function exitOf(exit: Partial<AzExit>): AzExit {
  return { code: 0, stdout: "", stderr: "", timedOut: false, durationMs: 1, ...exit };
}

describe("the token of az", () => {
  it("ends when az 2.74 says, in seconds since the epoch", () => {
    const token = parseAzToken(recordedToken("2.74.0"));
    expect(token).toEqual({
      token: "eyJ0eXAiOiJKV1QifQ.e30.c2ln",
      expiresOnTimestamp: 1_795_334_102_000,
      tokenType: "Bearer",
    });
  });

  it("ends when az 2.45 says, in local time without a zone", () => {
    const stdout = JSON.stringify({ accessToken: "t", expiresOn: "2026-11-22 07:55:02.123456" });
    expect(parseAzToken(exitOf({ stdout })).expiresOnTimestamp).toBe(new Date(2026, 10, 22, 7, 55, 2, 123).getTime());
    expect(Number.isNaN(parseAzToken(recordedToken("2.45.0")).expiresOnTimestamp)).toBe(false);
  });

  it.each(['{"accessToken": "eyJ-secret"', '{"expires_on": 1}', '{"accessToken": "eyJ-secret"}'])(
    "that cannot be read is an error that does not show it: %s",
    (stdout) => {
      const read = (): unknown => parseAzToken(exitOf({ stdout }));
      expect(read).toThrow(expect.objectContaining({ code: "AZ_TOKEN_UNREADABLE" }));
      expect(read).not.toThrow(/eyJ-secret/);
    },
  );

  it("that az did not give in time is a deadline that says how long it took", () => {
    const late = exitOf({ timedOut: true, code: 143, durationMs: 5000 });
    expect(() => parseAzToken(late)).toThrow(expect.objectContaining({ code: "AZ_TIMEOUT", afterMs: 5000 }));
  });
});

describe("the credential of az", () => {
  const claims = '{"access_token":{"nbf":{"essential":true}}}';
  const giving = (...tokens: string[]): AzRunner => {
    return () => {
      const accessToken = tokens.length > 1 ? tokens.shift() : tokens[0];
      return Promise.resolve(exitOf({ stdout: JSON.stringify({ accessToken, expires_on: 1 }) }));
    };
  };

  it("takes a new token when Azure asks for a newer one", async () => {
    const credential = azTokenCredential(giving("old", "new"));
    await credential.getToken("a/.default");
    expect((await credential.getToken("a/.default", { claims }))?.token).toBe("new");
  });

  it("asks for a sign-in when az only has the token that Azure refused", async () => {
    const credential = azTokenCredential(giving("same"));
    await credential.getToken("a/.default");
    const again = credential.getToken("a/.default", { claims });
    await expect(again).rejects.toMatchObject({ code: "AZ_CLAIMS_CHALLENGE", hint: /az login/ });
  });

  it("refuses more than one scope", async () => {
    const work = azTokenCredential(giving("t")).getToken(["a/.default", "b/.default"]);
    await expect(work).rejects.toMatchObject({ code: "AZ_SCOPES" });
  });
});
