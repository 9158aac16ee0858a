import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createEmulator } from "../../src/index.ts";

const SOURCE = fileURLToPath(new URL("../../src/", import.meta.url));

/** What is loaded along with a module: files of the package by their paths, others by their names. */
function loadedWith(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const statements = readFileSync(entry, "utf8").matchAll(/^(?:import|export) (?!type)[^;"]*"([^"]+)";/gm);
  for (const [, specifier] of statements) {
    if (specifier!.startsWith(".")) loadedWith(resolve(dirname(entry), specifier!), seen);
    else seen.add(specifier!);
  }
  return seen;
}

describe("an emulator without guests", () => {
  it("loads nothing of them, and no SSH", () => {
    const loaded = [...loadedWith(resolve(SOURCE, "index.ts"))];
    expect(loaded).toContain(resolve(SOURCE, "emulator.ts"));
    expect(loaded.filter((name) => name.startsWith(resolve(SOURCE, "guests")))).toEqual([]);
    expect(loaded.filter((name) => ["ssh2", "just-bash", "yaml"].includes(name))).toEqual([]);
  });

  it("does load them with the module that is loaded for them alone", () => {
    expect([...loadedWith(resolve(SOURCE, "guests/guests.ts"))]).toContain(resolve(SOURCE, "guests/guest.ts"));
  });

  it("applies what is due before it answers, without waiting for anything", () => {
    const { world } = createEmulator();
    const resourceId = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm";
    const resourceType = "microsoft.compute/virtualmachines";
    const operation = world.operations.start({ verb: "runCommand", resourceId, resourceType, durationMs: 0 });
    world.operations.settle();
    expect(world.operations.get(operation.id)?.status).toBe("Succeeded");
  });
});
