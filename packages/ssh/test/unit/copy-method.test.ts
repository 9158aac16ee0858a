import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { copyMethod } from "../../src/copy/copy-method.ts";
import type { CopyFacts } from "../../src/copy/copy-facts.ts";
import type { CopyPlace } from "../../src/index.ts";
import type { TreeEntry } from "../../src/filter/tree-entry.ts";

const MB = 1024 * 1024;
const LOCAL: CopyPlace = { kind: "local", path: "tree" };
const REMOTE: CopyPlace = {
  kind: "remote",
  path: "there",
  target: { vmId: "vm", name: "vm", host: "127.0.0.1", port: 22, user: "azureuser" },
};

function files(count: number, size: number = 1_000): TreeEntry[] {
  const file = { kind: "file", size, mode: 0o644, mtimeMs: 0, verdict: "allowed" } as const;
  return Array.from({ length: count }, (_, index) => ({ ...file, path: Buffer.from(`file-${index}`) }));
}

interface Case {
  readonly source: CopyPlace;
  readonly destination: CopyPlace;
  readonly entries: readonly TreeEntry[];
}

const UPLOAD: Case = { source: LOCAL, destination: REMOTE, entries: files(300) };

function method(change: Partial<Case>, facts: Partial<CopyFacts> = {}): string {
  const { source, destination, entries } = { ...UPLOAD, ...change };
  const found = { isDirectory: true, root: "/tree", entries };
  return copyMethod(
    { source, destination, found },
    { sources: [found], destination: "absent", hasRsync: true, ...facts },
  );
}

describe("Many small files", () => {
  it("go to a new directory of a VM as a tar stream", () => {
    verifies("V2-09");
    expect(method({})).toBe("tar");
  });

  it.each([
    ["few files", files(20)],
    ["files that are large on average", files(300, MB)],
    ["a large file among small ones", [...files(300), ...files(1, 20 * MB)]],
    ["a name that is no UTF-8", [...files(300), { ...files(1)[0]!, path: Buffer.from([0xff]) }]],
    ["few that are not held back", files(300).map((file) => ({ ...file, verdict: { heldBack: "a secret" } }))],
  ])("are not what %s are: rsync sends those", (_name, entries) => {
    verifies("V2-09");
    expect(method({ entries })).toBe("rsync");
  });

  it("go by rsync to where something is, and from a VM", () => {
    verifies("V2-09");
    expect(method({}, { destination: "directory" })).toBe("rsync");
    expect(method({ source: REMOTE, destination: LOCAL })).toBe("rsync");
  });
});

describe("Any files", () => {
  it("go as a tar stream without rsync, and from VM to VM", () => {
    verifies("V2-09");
    expect(method({ entries: files(1) }, { hasRsync: false })).toBe("tar");
    expect(method({ source: REMOTE, entries: files(1) })).toBe("tar");
  });
});
