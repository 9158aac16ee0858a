import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCreated, isManaged, managementTags, parseSessionName, readTag, sessionOf } from "../../src/index.ts";

describe("management tags", () => {
  it("have the names and values of the schema, with the time in UTC", () => {
    verifies("TAG-01");
    const created = new Date("2025-01-23T21:15:00+01:00");
    expect(managementTags({ owner: "rysweet", session: "amplihack-dev", created })).toEqual({
      "managed-by": "azlin",
      "azlin-session": "amplihack-dev",
      "azlin-created": "2025-01-23T20:15:00Z",
      "azlin-owner": "rysweet",
    });
    expect(formatCreated(created)).toBe("2025-01-23T20:15:00Z");
  });

  it("are found by name in any case, and only by their exact value", () => {
    verifies("TAG-01");
    expect(isManaged({ "Managed-By": "azlin" })).toBe(true);
    expect(isManaged({ "managed-by": "Azlin" })).toBe(false);
    expect(sessionOf({ "AZLIN-Session": "Dev" })).toBe("Dev");
    expect(sessionOf({ "azlin-session": "" })).toBeUndefined();
    expect(readTag({ constructor: "x" }, "toString")).toBeUndefined();
  });

  it("refuse an owner that no tag can hold", () => {
    verifies("TAG-01");
    expect(() => managementTags({ owner: "x".repeat(257) })).toThrow(
      expect.objectContaining({ code: "INVALID_OWNER" }),
    );
    expect(managementTags({ owner: "x".repeat(256) })["azlin-owner"]).toHaveLength(256);
  });
});

describe("session names", () => {
  it("are letters, digits, underscores and hyphens, at most 256", () => {
    verifies("TAG-02");
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9_-]{1,256}$/), (name) => {
        expect(parseSessionName(name)).toBe(name);
      }),
    );
  });

  it("are refused for any other character, for nothing at all, and for a trailing newline", () => {
    verifies("TAG-02");
    const wrong = fc.string({ unit: "grapheme" }).filter((text) => !/^[a-zA-Z0-9_-]+$/.test(text) || text.length > 256);
    fc.assert(
      fc.property(wrong, (name) => {
        expect(() => parseSessionName(name)).toThrow(expect.objectContaining({ code: "INVALID_SESSION_NAME" }));
      }),
    );
    for (const name of ["", "a b", "dev\n", "dév", "a/b", "x".repeat(257)]) {
      expect(() => parseSessionName(name)).toThrow(/is not a session name/);
    }
  });
});
