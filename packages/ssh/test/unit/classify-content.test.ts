import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PRIVATE_KEY_RULE, TOKEN_RULES } from "../../src/filter/content-rules.ts";
import { classifyContent } from "../../src/index.ts";
import { SECRETS } from "../secrets.ts";

const everyPattern = new RegExp([PRIVATE_KEY_RULE, ...TOKEN_RULES].map(({ pattern }) => pattern).join("|"));

describe("the content of a file", () => {
  it.each(Object.keys(SECRETS))("with a secret (%s) holds it back, wherever it stands", (name) => {
    verifies("V2-09");
    const secret = Buffer.from(SECRETS[name]!, "latin1");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (before, after) => {
        const bytes = Buffer.concat([before, Buffer.from("\n"), secret, Buffer.from("\n"), after]);
        expect(classifyContent(bytes)).toEqual(expect.any(String));
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    "",
    "Hello",
    "const token = await getToken(request);",
    "the secret is in the sauce",
    "sk-learn is a library",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA me@here",
    "password: <your password>",
    `"integrity": "sha512-${"a".repeat(86)}=="`,
    "https://example.com/a/very/long/path/to/it",
    "1234567890123456789012345678901234567890",
  ])("without a secret does not: %s", (text) => {
    expect(classifyContent(Buffer.from(text))).toBeUndefined();
  });

  it("is judged as if every expression had been tried on every byte", () => {
    const piece = fc.oneof(
      fc.constantFrom(...Object.values(SECRETS)).chain((text) => fc.nat(text.length).map((end) => text.slice(0, end))),
      fc.constantFrom("\n", " ", "=", "token", "secret:", "PRIVATE KEY", "BEGIN "),
      fc.string({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const bytes = Buffer.from(pieces.join(""), "latin1");
        fc.pre(!bytes.includes(0));
        expect(classifyContent(bytes) !== undefined).toBe(everyPattern.test(bytes.toString("latin1")));
      }),
      { numRuns: 2_000 },
    );
  });
});
