import type { Clock } from "@azlin/core";
import type { TokenCredential } from "@azure/core-auth";
import { describe, expect, it } from "vitest";
import { cachedCredential } from "../../src/credentials/cached-credential.ts";

const HOUR_MS = 3_600_000;

class SteppedClock implements Clock {
  nowMs = 0;
  now = (): number => this.nowMs;
  delay = (): Promise<void> => Promise.resolve();
}

class CountingSource implements TokenCredential {
  count = 0;
  failures = 0;
  readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  async getToken(): Promise<{ token: string; expiresOnTimestamp: number }> {
    this.count++;
    await Promise.resolve();
    if (this.failures-- > 0) throw new Error("no token today");
    return { token: `token-${this.count}`, expiresOnTimestamp: this.clock.now() + HOUR_MS };
  }
}

function setUp(): { clock: SteppedClock; source: CountingSource; credential: TokenCredential } {
  const clock = new SteppedClock();
  const source = new CountingSource(clock);
  return { clock, source, credential: cachedCredential(source, { clock }) };
}

describe("a cached credential", () => {
  it("asks once for many callers at the same moment", async () => {
    const { source, credential } = setUp();
    const tokens = await Promise.all(Array.from({ length: 50 }, () => credential.getToken("scope")));
    expect(new Set(tokens.map((token) => token?.token))).toEqual(new Set(["token-1"]));
    expect(source.count).toBe(1);
  });

  it("keeps tokens of different scopes and tenants apart", async () => {
    const { source, credential } = setUp();
    await credential.getToken("a");
    await credential.getToken("b");
    await credential.getToken("a", { tenantId: "t" });
    await credential.getToken("a");
    expect(source.count).toBe(3);
  });

  it("renews a token five minutes before it ends, not earlier", async () => {
    const { clock, source, credential } = setUp();
    await credential.getToken("a");
    clock.nowMs = HOUR_MS - 300_001;
    await credential.getToken("a");
    expect(source.count).toBe(1);
    clock.nowMs = HOUR_MS - 300_000;
    expect((await credential.getToken("a"))?.token).toBe("token-2");
  });

  it("asks again when the service wants a newer token, and keeps that one", async () => {
    const { source, credential } = setUp();
    await credential.getToken("a");
    expect((await credential.getToken("a", { claims: "{}" }))?.token).toBe("token-2");
    expect((await credential.getToken("a"))?.token).toBe("token-2");
    expect(source.count).toBe(2);
  });

  it("does not keep a failure", async () => {
    const { source, credential } = setUp();
    source.failures = 1;
    await expect(credential.getToken("a")).rejects.toThrow("no token today");
    expect((await credential.getToken("a"))?.token).toBe("token-2");
  });

  it("lets one caller give up without taking the token from the others", async () => {
    const { credential } = setUp();
    const giveUp = new AbortController();
    const impatient = credential.getToken("a", { abortSignal: giveUp.signal });
    const patient = credential.getToken("a");
    giveUp.abort();
    await expect(impatient).rejects.toMatchObject({ name: "AbortError" });
    expect((await patient)?.token).toBe("token-1");
  });
});
