import { describe, expect, it } from "vitest";
import { recordingLogger, sanitizeFields, Secret, silentLogger, TransportError } from "../../../src/index.ts";

describe("Logger", () => {
  it("keeps messages with their level and the fields of its parents", () => {
    const logger = recordingLogger();
    const child = logger.child({ vm: "vm-1" }).child({ run: 7 });
    child.debug("a");
    child.info("b", { run: 8 });
    child.warn("c");
    logger.error("d");
    expect(logger.records).toEqual([
      { level: "debug", message: "a", fields: { vm: "vm-1", run: 7 } },
      { level: "info", message: "b", fields: { vm: "vm-1", run: 8 } },
      { level: "warn", message: "c", fields: { vm: "vm-1", run: 7 } },
      { level: "error", message: "d", fields: {} },
    ]);
  });

  it("lets no secret through, nor what is named like one", () => {
    const logger = recordingLogger();
    logger.child({ key: new Secret("hush") }).info("x", { clientSecret: "hush", url: "https://h/?sig=hush" });
    expect(JSON.stringify(logger.records)).not.toContain("hush");
  });

  it("says nothing when it is silent", () => {
    const child = silentLogger.child({ a: 1 });
    for (const level of ["debug", "info", "warn", "error"] as const) expect(child[level]("x")).toBeUndefined();
  });
});

describe("sanitizeFields", () => {
  it.each([
    "password",
    "adminPassword",
    "client_secret",
    "access-token",
    "Authorization",
    "x-api-key",
    "tokens",
    "secretValue",
  ])("masks what stands under %s", (key) => {
    expect(sanitizeFields({ nested: [{ [key]: { any: "thing" } }] })).toEqual({ nested: [{ [key]: "***" }] });
  });

  it.each(["secretName", "tokenCount", "passwordless", "author"])("keeps what stands under %s", (key) => {
    expect(sanitizeFields({ [key]: "x" })).toEqual({ [key]: "x" });
  });

  it("turns everything into plain data", () => {
    const error = new TransportError("TRANSPORT_FAILED", "GET https://h/?sig=hush", {
      details: { token: "hush" },
      cause: new Error("password=hush"),
    });
    const fields = sanitizeFields({
      error,
      when: new Date(0),
      url: new URL("https://me:hush@h/"),
      map: new Map([["password", "hush"]]),
      set: new Set([new Secret("hush")]),
      run: () => "hush",
      none: null,
      count: 3,
    });
    expect(fields).toEqual({
      error: {
        name: "TransportError",
        code: "TRANSPORT_FAILED",
        message: "GET https://h/?sig=***",
        details: { token: "***" },
        cause: { name: "Error", message: "password=***" },
      },
      when: "1970-01-01T00:00:00.000Z",
      url: "https://me:***@h/",
      map: { password: "***" },
      set: ["***"],
      run: "[function]",
      none: null,
      count: 3,
    });
  });

  it("ends at structures that contain themselves", () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    expect(JSON.stringify(sanitizeFields(loop))).toContain("[…]");
  });
});
