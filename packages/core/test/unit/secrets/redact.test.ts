import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "../../../src/index.ts";

const alphabet = (characters: string) =>
  fc.string({ minLength: 24, maxLength: 60, unit: fc.constantFrom(...characters.split("")) });
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const base64url = alphabet(`${LETTERS}-_`);
const base64 = alphabet(`${LETTERS}+/`).map((key) => `${key}==`);
const awkward = alphabet(`${LETTERS}!#$%*(){}[]^~ .:@"'\\/,`);
const around = fc.constantFrom("", "\n", " text ", '{"a":1} ', "https://h/p?x=1&", "ERROR: ");

const SHAPES: Record<string, [fc.Arbitrary<string>, (secret: string) => string]> = {
  "a bearer token": [base64url, (secret) => `Authorization: Bearer ${secret}`],
  "a bearer token in prose": [base64url, (secret) => `sent Bearer ${secret} twice`],
  "basic credentials": [base64, (secret) => `authorization: Basic ${secret}`],
  "a quoted header": [base64, (secret) => `'Authorization': 'SharedKey account:${secret}'`],
  "a JWT": [base64url, (secret) => `eyJhbGciOi.${secret}.${secret}`],
  "a SAS signature": [base64url, (secret) => `https://a.blob.core.windows.net/c?sv=1&sig=${secret}%3D&se=2`],
  "an account key": [base64, (secret) => `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${secret};E=x`],
  "a shared access key": [base64, (secret) => `Endpoint=sb://n/;SharedAccessKeyName=n;SharedAccessKey=${secret}`],
  "a client secret": [base64url, (secret) => `grant_type=client_credentials&client_secret=${secret}&scope=x`],
  "a refresh token": [base64url, (secret) => `refresh_token=${secret}`],
  "an argument": [base64url, (secret) => `az login --client-secret=${secret} --tenant t`],
  "a quoted assignment": [awkward, (secret) => `PASSWORD=${JSON.stringify(secret)}`],
  "a JSON password": [awkward, (secret) => JSON.stringify({ user: "me", adminPassword: secret })],
  "a JSON password with spaces": [awkward, (secret) => `{"clientSecret" : ${JSON.stringify(secret)}}`],
  "a JSON token in a JSON text": [base64url, (secret) => JSON.stringify(JSON.stringify({ accessToken: secret, a: 1 }))],
  "a URL with credentials": [base64url, (secret) => `https://user:${secret}@example.org/x`],
  "a private key": [
    base64,
    (secret) => `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----`,
  ],
  "a cut private key": [base64, (secret) => `-----BEGIN PRIVATE KEY-----\n${secret}`],
};

describe("redact", () => {
  it.each(Object.entries(SHAPES))("takes out %s, wherever it stands", (_name, [secrets, shape]) => {
    fc.assert(
      fc.property(secrets, around, around, (secret, before, after) => {
        const redacted = redact(`${before}${shape(secret)}${shape(secret).includes("BEGIN") ? "" : after}`);
        expect(redacted).toContain("***");
        expect(redacted).not.toContain(secret);
        expect(redacted).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });

  it("changes nothing more when it is done twice", () => {
    const shaped = fc.constantFrom(...Object.values(SHAPES)).chain(([secrets, shape]) => secrets.map(shape));
    fc.assert(
      fc.property(fc.oneof(shaped, fc.string()), (text) => {
        expect(redact(redact(text))).toBe(redact(text));
      }),
    );
  });

  it.each([
    "The resource '/subscriptions/1/resourceGroups/rg' was not found.",
    "Bearer token is missing.",
    "Basic authentication is off; see https://aka.ms/x?view=azure",
    "https://management.azure.com/subscriptions?api-version=2022-12-01&$skiptoken",
    '{"name":"vm-1","tags":{"azlin-session":"dev"}}',
    "user@example.org at 10:00:00",
  ])("leaves alone what is no secret: %s", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("takes out long inputs in little time", () => {
    const start = performance.now();
    redact('"'.repeat(20_000) + "a".repeat(20_000) + "eyJ".repeat(10_000) + "-----BEGIN PRIVATE KEY-----");
    redact(`${"password".repeat(4_000)} ${"authorization ".repeat(4_000)}`);
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
