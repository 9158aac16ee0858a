import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkEnv, secretReference, secretUrl } from "../../src/index.ts";

const vaultUrl = "https://agents-kv.vault.azure.net";

describe("plain variables", () => {
  it.each([
    ["AZURE_CLIENT_SECRET", "x"],
    ["DB_PASSWORD", "hunter2"],
    ["GITHUB_TOKEN", "x"],
    ["OPENAI_API_KEY", "x"],
    ["STORAGE", "DefaultEndpointsProtocol=https;AccountKey=abcd1234=="],
    ["BLOB", "https://a.blob.core.windows.net/c?sv=1&sig=abcdef"],
    ["REPO", "https://me:hunter2@example.org/x"],
    ["JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc"],
    ["KEY", "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"],
    ["MODEL", "sk-ant-0123456789"],
  ])("cannot hold what looks like a secret: %s", (name, value) => {
    verifies("CONT-01");
    expect(() => checkEnv({ [name]: value })).toThrow(
      expect.objectContaining({ code: "SECRET_IN_PLAIN", hint: expect.stringContaining("Key Vault") }),
    );
  });

  it("never show their value when they are refused", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{12,30}$/), (value) => {
        const thrown = errorOf(() => checkEnv({ API_KEY: value }));
        expect(thrown).toBeInstanceOf(Error);
        expect(`${String(thrown)} ${JSON.stringify(thrown)}`).not.toContain(value);
      }),
    );
  });

  it("may tell where a secret is, and anything else", () => {
    const env = {
      KEY_VAULT_URL: vaultUrl,
      SECRET_NAME: "api-key",
      TOKEN_FILE: "/run/token",
      AZURE_CLIENT_ID: "1",
      PASSWORD: "",
    };
    expect(() => checkEnv(env)).not.toThrow();
    expect(() => checkEnv({ "no name": "x" })).toThrow(expect.objectContaining({ code: "INVALID_VARIABLE" }));
  });
});

describe("a reference to a secret", () => {
  it("is the same with and without a slash at the end of the vault's URL", () => {
    verifies("CONT-01");
    for (const url of [vaultUrl, `${vaultUrl}/`, `${vaultUrl}/ignored`]) {
      expect(secretUrl({ vaultUrl: url, name: "api-key" })).toBe(`${vaultUrl}/secrets/api-key`);
    }
    const version = "0123456789abcdef0123456789abcdef";
    expect(secretUrl({ vaultUrl, name: "k", version })).toBe(`${vaultUrl}/secrets/k/${version}`);
  });

  it.each([
    ["http://agents-kv.vault.azure.net", "k"],
    ["https://evil.example", "k"],
    ["https://me@agents-kv.vault.azure.net", "k"],
    ["agents-kv", "k"],
    [vaultUrl, "../keys/k"],
    [vaultUrl, ""],
  ])("needs the URL of a vault and the name of a secret: %s %s", (url, name) => {
    expect(() => secretUrl({ vaultUrl: url, name })).toThrow(expect.objectContaining({ code: "INVALID_SECRET" }));
  });

  it("has a name that Azure takes", () => {
    expect(secretReference({ vaultUrl, name: "API-Key--1" })).toBe("api-key-1");
    expect(secretReference({ vaultUrl, name: "---" })).toBe("secret");
  });
});

function errorOf(run: () => void): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
