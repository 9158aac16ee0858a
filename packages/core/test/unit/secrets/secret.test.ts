import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isSecret, Secret } from "../../../src/index.ts";

function printed(value: unknown): string {
  let output = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      output += String(chunk);
      done();
    },
  });
  new Console(stream).log(value);
  return output;
}

const text = fc.string({ minLength: 8, unit: fc.constantFrom(..."abcdefXYZ0123456789".split("")) });

describe("Secret", () => {
  it("prints as *** in every form, whatever it is", () => {
    fc.assert(
      fc.property(text, (value) => {
        const secret = new Secret(value);
        const forms = [
          String(secret),
          `form: ${secret as unknown as string}`,
          secret.toString(),
          secret + "",
          JSON.stringify({ secret }),
          inspect({ secret }),
          printed(secret),
          printed([secret]),
          format("%s %o %O %j", secret, secret, secret, secret),
        ];
        for (const form of forms) {
          expect(form).toContain("***");
          expect(form).not.toContain(value);
        }
        const hidden = inspect(secret, { showHidden: true, customInspect: false });
        expect(
          hidden + JSON.stringify(Object.assign({}, secret)) + JSON.stringify(structuredClone(secret)),
        ).not.toContain(value);
        expect(secret.reveal()).toBe(value);
      }),
    );
  });

  it("is known by its brand", () => {
    expect(isSecret(new Secret("x"))).toBe(true);
    for (const other of ["x", null, undefined, {}]) expect(isSecret(other)).toBe(false);
  });
});
