import { readFileSync } from "node:fs";
import { AZURE_PUBLIC_CLOUD } from "@azlin/core";
import { describe, expect, it } from "vitest";
import { emulatorTransport, sdkTransport } from "../../src/index.ts";

describe("sdkTransport", () => {
  it("signs with the credential it is given, once for many callers", async () => {
    let count = 0;
    const credential = {
      getToken: async () => {
        await Promise.resolve();
        return { token: `t${++count}`, expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
      },
    };
    const transport = sdkTransport({ credential, subscriptionIds: ["s"], tenantId: "t" });
    await Promise.all([transport.credential.getToken("a"), transport.credential.getToken("a")]);
    expect(count).toBe(1);
    expect(transport).toMatchObject({ name: "sdk", cloud: AZURE_PUBLIC_CLOUD, subscriptionIds: ["s"], tenantId: "t" });
    expect(transport.httpClient).toBeUndefined();
  });
});

describe("emulatorTransport", () => {
  it.each(["https://127.0.0.1:1", "http://management.azure.com", "http://127.0.0.1.evil.test", "nonsense"])(
    "refuses %s, which is not a plain HTTP server of this machine",
    (url) => {
      expect(() => emulatorTransport({ url })).toThrow(expect.objectContaining({ code: "NOT_LOOPBACK" }));
    },
  );

  it("says how to start the local Azure when nothing answers", async () => {
    const { credential } = emulatorTransport({ url: "http://127.0.0.1:9" });
    await expect(credential.getToken("a")).rejects.toMatchObject({
      code: "LOCAL_CLOUD_UNREACHABLE",
      hint: /azlin local/,
    });
  });
});

describe("the package", () => {
  it("loads neither the identity library, nor the pipeline, nor the process library when it is imported", () => {
    const loaded = loadedModules(new URL("../../src/index.ts", import.meta.url));
    expect(loaded).toContain("@azlin/core");
    expect(loaded.filter((name) => /@azure|execa/.test(name))).toEqual([]);
  });
});

/** Modules of other packages that a source file, and the files it imports, load at once. */
function loadedModules(file: URL, seen = new Set<string>()): string[] {
  if (seen.has(file.href)) return [];
  seen.add(file.href);
  const imports = readFileSync(file, "utf8").matchAll(/^(?:import|export) (?!type)[^;]*? from "([^"]+)";/gm);
  return [...imports].flatMap(([, name]) =>
    name!.startsWith(".") ? loadedModules(new URL(name!, file), seen) : [name!],
  );
}
