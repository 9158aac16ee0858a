import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fakeAzPath, withTempHome } from "@azlin/testing";
import { createHttpHeaders, createPipelineRequest, type PipelineRequestOptions } from "@azure/core-rest-pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { azCliTransport, type AzCliTransportOptions } from "../../src/index.ts";
import { ArmStub } from "../arm-stub.ts";

const stub = new ArmStub();
let server: Awaited<ReturnType<ArmStub["listen"]>>;
beforeAll(async () => {
  server = await stub.listen();
});
afterAll(() => server.close());

function rest(env: Record<string, string>, more: Partial<AzCliTransportOptions> = {}): AzCliTransportOptions {
  return { mode: "rest", azPath: fakeAzPath(), env: { FAKE_AZ_URL: server.url, ...env }, ...more };
}

function send(options: AzCliTransportOptions, request: Partial<PipelineRequestOptions> = {}): Promise<unknown> {
  const url = "https://management.azure.com/subscriptions/x";
  return azCliTransport(options).httpClient!.sendRequest(createPipelineRequest({ url, ...request }));
}

describe("az in rest mode", () => {
  it.each([
    ["login", { name: "AuthenticationError", code: "AZ_LOGIN_REQUIRED" }],
    ["secret", { code: "AZ_LOGIN_REQUIRED", details: { aadsts: "AADSTS7000215" } }],
    ["refused", { name: "RestError", code: "ECONNREFUSED" }],
    ["reset", { name: "RestError", code: "ECONNRESET" }],
    ["tls", { name: "RestError", code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }],
    ["usage", { name: "InternalError", code: "AZ_USAGE" }],
    ["crash", { name: "TransportError", code: "AZ_FAILED" }],
  ])("that fails by '%s' rejects with the error that callers and retries understand", async (failure, expected) => {
    await expect(send(rest({ FAKE_AZ_FAIL: failure }))).rejects.toMatchObject(expected);
  });

  it("that is not installed names the tool and the way out", async () => {
    const options = rest({}, { azPath: "/nowhere/az" });
    await expect(send(options)).rejects.toMatchObject({ code: "TOOL_MISSING", hint: /aka\.ms\/azure-cli/ });
  });

  it("that hangs is ended when the time runs out, with an error that clients retry", async () => {
    const options = rest({ FAKE_AZ_FAIL: "hang" }, { timeoutMs: 500 });
    await expect(send(options)).rejects.toMatchObject({ name: "RestError", code: "ETIMEDOUT" });
  });

  it("ends the call when the request's own time runs out, even if az ignores SIGTERM", async () => {
    const started = performance.now();
    const work = send(rest({ FAKE_AZ_FAIL: "hang-hard" }), { timeout: 500 });
    await expect(work).rejects.toMatchObject({ name: "AbortError" });
    expect(performance.now() - started).toBeGreaterThan(2000);
  });

  it("is ended when the caller aborts", async () => {
    const stop = new AbortController();
    const work = send(rest({ FAKE_AZ_FAIL: "hang" }), { abortSignal: stop.signal });
    setTimeout(() => stop.abort(), 300);
    await expect(work).rejects.toMatchObject({ name: "AbortError" });
  });

  it("starts nothing for a request that was aborted before", async () => {
    await withTempHome(async (home) => {
      const log = join(home, "log");
      const work = send(rest({ FAKE_AZ_LOG: log }), { abortSignal: AbortSignal.abort() });
      await expect(work).rejects.toMatchObject({ name: "AbortError" });
      await expect(readFile(log)).rejects.toMatchObject({ code: "ENOENT" });
    });
  });

  it("sends a request without Authorization unsigned", async () => {
    stub.seen.length = 0;
    await send(rest({}), { method: "PUT", body: '{"a":1}', headers: createHttpHeaders({ "x-a": "@/etc/hostname" }) });
    expect(stub.seen).toHaveLength(1);
    expect(stub.seen[0]).toMatchObject({ body: '{"a":1}', headers: { "x-a": "@/etc/hostname" } });
    expect(stub.seen[0]?.headers.authorization).toBeUndefined();
  });

  it("runs no more processes at a time than it may", async () => {
    const client = azCliTransport(rest({}, { concurrency: 2 })).httpClient!;
    stub.mostAtOnce = 0;
    stub.delayMs = 100;
    const url = "https://management.azure.com/subscriptions/x";
    await Promise.all([1, 2, 3, 4, 5].map(() => client.sendRequest(createPipelineRequest({ url }))));
    stub.delayMs = 0;
    expect(stub.mostAtOnce).toBe(2);
  });
});

describe("az in token mode", () => {
  const token = (env: Record<string, string>): AzCliTransportOptions => ({
    mode: "token",
    azPath: fakeAzPath(),
    env: { FAKE_AZ_URL: server.url, ...env },
  });
  const SCOPE = "https://management.azure.com/.default";

  it("is asked once per audience", async () => {
    await withTempHome(async (home) => {
      const log = join(home, "log");
      const { credential } = azCliTransport(token({ FAKE_AZ_LOG: log }));
      await Promise.all([
        credential.getToken(SCOPE),
        credential.getToken(SCOPE),
        credential.getToken("https://v/.default"),
      ]);
      const calls = (await readFile(log, "utf8")).trim().split("\n");
      expect(calls).toHaveLength(2);
      expect(calls.join()).toContain("--resource=https://v");
    });
  });

  it("shows az nothing of the environment that az does not need", async () => {
    await withTempHome(async (home) => {
      const log = join(home, "log");
      process.env["AZLIN_TEST_SECRET"] = "x";
      await azCliTransport(token({ FAKE_AZ_LOG: log })).credential.getToken(SCOPE);
      delete process.env["AZLIN_TEST_SECRET"];
      const { environment } = JSON.parse(await readFile(log, "utf8")) as { environment: string[] };
      expect(environment).toContain("PATH");
      expect(environment).not.toContain("AZLIN_TEST_SECRET");
    });
  });

  it.each(["login", "secret"])("says how to sign in when az is not signed in (%s)", async (failure) => {
    const work = azCliTransport(token({ FAKE_AZ_FAIL: failure })).credential.getToken(SCOPE);
    await expect(work).rejects.toMatchObject({ code: "AZ_LOGIN_REQUIRED", hint: /az login/ });
  });

  it("refuses a tenant that az would take for a file", async () => {
    const work = azCliTransport(token({})).credential.getToken(SCOPE, { tenantId: "@/etc/passwd" });
    await expect(work).rejects.toMatchObject({ code: "AZ_ARGUMENT_REFUSED" });
  });
});
