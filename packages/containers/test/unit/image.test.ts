import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkImage, formatImageReference, parseImageReference } from "../../src/index.ts";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const RULES = { allowedRegistries: ["agents.azurecr.io"] };

describe("the reference of an image", () => {
  it.each([
    ["nginx", { registry: "docker.io", repository: "nginx" }],
    ["team/agent:1.0", { registry: "docker.io", repository: "team/agent", tag: "1.0" }],
    ["localhost/agent", { registry: "localhost", repository: "agent" }],
    ["host:5000/agent:v1", { registry: "host:5000", repository: "agent", tag: "v1" }],
    ["a.azurecr.io/x/y@" + DIGEST, { registry: "a.azurecr.io", repository: "x/y", digest: DIGEST }],
    ["evil.example/azurecr.io/x", { registry: "evil.example", repository: "azurecr.io/x" }],
  ])("%s is taken apart as engines do", (text, expected) => {
    expect(parseImageReference(text)).toEqual(expected);
  });

  it.each([
    "",
    "Agents.azurecr.io/x",
    "a.azurecr.io/",
    "a.azurecr.io/X",
    "a.azurecr.io/x:",
    "a.azurecr.io/x@sha256:abc",
    `a.azurecr.io/x@${DIGEST}@${DIGEST}`,
    `agents.azurecr.io@evil.example/x`,
    "https://agents.azurecr.io/x",
    "agents.azurecr.io/../x",
    "agents.azurecr.io/x y",
  ])("'%s' is none", (text) => {
    expect(() => parseImageReference(text)).toThrow(expect.objectContaining({ code: "INVALID_IMAGE" }));
  });

  it("is what it was when it is written again", () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
    fc.assert(
      fc.property(word, word, word, (host, path, name) => {
        const text = `${host}.azurecr.io/${path}/${name}@${DIGEST}`;
        expect(formatImageReference(parseImageReference(text))).toBe(text);
      }),
    );
  });
});

describe("an image to be deployed", () => {
  it("comes from a registry that is allowed, and not from one that only looks like it", () => {
    verifies("CONT-05");
    expect(checkImage(`agents.azurecr.io/x@${DIGEST}`, RULES).digest).toBe(DIGEST);
    for (const host of ["evil.example/azurecr.io", "agents.azurecr.io.evil.example", "evilagents.azurecr.io", "x"]) {
      expect(() => checkImage(`${host}/x@${DIGEST}`, RULES)).toThrow(
        expect.objectContaining({ code: "REGISTRY_NOT_ALLOWED" }),
      );
    }
    expect(() => checkImage("evil.example/azurecr.io/x", RULES)).toThrow(
      expect.objectContaining({ code: "REGISTRY_NOT_ALLOWED", hint: expect.stringContaining("agents.azurecr.io") }),
    );
  });

  it("is named by its digest, unless that is not asked for", () => {
    verifies("CONT-05");
    const tagged = "agents.azurecr.io/x:latest";
    expect(() => checkImage(tagged, RULES)).toThrow(expect.objectContaining({ code: "IMAGE_NOT_PINNED" }));
    expect(checkImage(tagged, { ...RULES, requireDigest: false }).tag).toBe("latest");
  });
});
